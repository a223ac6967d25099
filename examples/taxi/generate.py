"""Makes a CSV of taxi trips of any size, in the shape of New York's green-taxi data.

    python generate.py --rows 100000 --output trips.csv

One seed always gives one file. Rows are written as they are made, so that size costs disk and not memory.
"""

import argparse
import csv
import datetime
import math
import random
import sys

COLUMNS = [
    "lpep_pickup_datetime",
    "lpep_dropoff_datetime",
    "PULocationID",
    "DOLocationID",
    "passenger_count",
    "trip_distance",
    "tip_amount",
]
BEGIN = datetime.datetime(2019, 10, 1)
ZONES = range(1, 264)
# Trips a minute, by the hour: few at night, most towards the evening.
PACE = [3, 2, 1, 1, 1, 2, 4, 8, 10, 9, 8, 8, 9, 9, 10, 11, 12, 14, 15, 13, 11, 9, 7, 5]
MIDDLE_MILES = 1.9
FEET_PER_MINUTE_IN_TRAFFIC = 950
FEET_PER_MILE = 5280


def zone_weights(random_numbers):
    """A few zones see most of the trips, as in the city."""
    ranks = list(range(1, len(ZONES) + 1))
    random_numbers.shuffle(ranks)
    return [1 / rank for rank in ranks]


def trips(rows, seed):
    """The rows, in the order of their pick-ups."""
    numbers = random.Random(seed)
    weights = []
    for weight in zone_weights(numbers):
        weights.append(weight + (weights[-1] if weights else 0))
    at = BEGIN
    for _ in range(rows):
        at += datetime.timedelta(seconds=numbers.expovariate(PACE[at.hour] / 60))
        start, end = numbers.choices(ZONES, cum_weights=weights, k=2)
        miles = min(60.0, numbers.lognormvariate(math.log(MIDDLE_MILES), 0.8))
        minutes = 2 + miles * FEET_PER_MILE / FEET_PER_MINUTE_IN_TRAFFIC * numbers.uniform(0.7, 1.6)
        # Who pays in cash leaves no tip that the meter knows of.
        tip = 0 if numbers.random() < 0.55 else (3 + 2.6 * miles) * numbers.uniform(0.1, 0.25)
        yield [
            at.strftime("%Y-%m-%d %H:%M:%S"),
            (at + datetime.timedelta(minutes=minutes)).strftime("%Y-%m-%d %H:%M:%S"),
            start,
            end,
            numbers.choices([1, 2, 3, 4, 5, 6], weights=[84, 8, 2, 1, 3, 2])[0],
            f"{miles:.2f}",
            f"{tip:.2f}",
        ]


def at_least_one(text):
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"must be 1 or more, not {text}")
    return number


def main():
    arguments = argparse.ArgumentParser(description="Makes a CSV of taxi trips.")
    arguments.add_argument("--rows", type=at_least_one, default=100_000, help="trips to make (default: 100000)")
    arguments.add_argument("--seed", type=int, default=1, help="another seed, other trips (default: 1)")
    arguments.add_argument("--output", default="trips.csv", help="file to write (default: trips.csv)")
    options = arguments.parse_args()

    try:
        with open(options.output, "w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(COLUMNS)
            writer.writerows(trips(options.rows, options.seed))
            size = file.tell()
    except OSError as e:
        sys.exit(f"Cannot write {options.output}: {e.strerror}.")
    print(f"{options.output}: {options.rows:,} trips, {size / 1e6:,.1f} MB")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("Stopped; the file has the trips until here.")

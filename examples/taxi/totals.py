"""Keeps live totals of the taxi trips in a topic. Ctrl+C prints the last ones and ends.

    python totals.py [--bootstrap-server localhost:9092] [--topic green_tripdata]

Every start reads the topic from its beginning and goes on with what arrives.
"""

import argparse
import collections
import json
import os
import sys
import time

from kafka import KafkaConsumer
from kafka.errors import KafkaTimeoutError

TOP_ZONES = 5
REDRAW_SECONDS = 0.5
LINE_SECONDS = 5


class Totals:
    def __init__(self):
        self.trips = 0
        self.miles = 0.0
        self.tips = 0.0
        self.skipped = 0
        self.zones = collections.Counter()

    def add(self, value):
        """Counts a record; one that is no trip is counted apart, for a topic is open to everybody."""
        try:
            trip = json.loads(value)
            zone, miles, tip = trip["PULocationID"], float(trip["trip_distance"]), float(trip["tip_amount"])
        except (ValueError, TypeError, KeyError):
            self.skipped += 1
            return
        self.trips += 1
        self.miles += miles
        self.tips += tip
        self.zones[zone] += 1

    def line(self):
        return f"{self.trips:,} trips, {self.miles:,.1f} miles, ${self.tips:,.2f} tips"

    def table(self):
        lines = [
            f"trips  {self.trips:>14,}",
            f"miles  {self.miles:>14,.1f}",
            f"tips   {'$' + format(self.tips, ',.2f'):>14}",
            "",
            "zone            trips",
        ]
        lines += [f"{zone:<6} {count:>14,}" for zone, count in self.zones.most_common(TOP_ZONES)]
        if self.skipped:
            lines += ["", f"{self.skipped:,} records were no trips and are not counted."]
        return lines


class Screen:
    """Draws the table over the one before on a terminal; elsewhere prints a line now and then."""

    def __init__(self):
        self.on_terminal = sys.stdout.isatty()
        self.drawn = 0
        self.next = 0.0
        self.shown = None

    def show(self, totals):
        now = time.monotonic()
        if now < self.next:
            return
        if self.on_terminal:
            self.next = now + REDRAW_SECONDS
            self.draw(totals.table())
        elif totals.line() != self.shown:
            self.next = now + LINE_SECONDS
            self.shown = totals.line()
            print(self.shown, flush=True)

    def draw(self, lines):
        up = f"\033[{self.drawn}A" if self.drawn else ""
        print(up + "".join(f"\033[2K{line}\n" for line in lines), end="", flush=True)
        self.drawn = len(lines)

    def end(self, totals):
        if self.on_terminal:
            print("\r\033[2K", end="")  # the ^C
            self.draw(totals.table())
        else:
            print("\n".join(totals.table()), flush=True)


def main():
    arguments = argparse.ArgumentParser(description="Keeps live totals of the taxi trips in a topic.")
    arguments.add_argument("--bootstrap-server", default=os.environ.get("BOOTSTRAP_SERVER", "localhost:9092"))
    arguments.add_argument("--topic", default="green_tripdata")
    options = arguments.parse_args()

    try:
        consumer = KafkaConsumer(
            options.topic,
            bootstrap_servers=options.bootstrap_server,
            auto_offset_reset="earliest",
            enable_auto_commit=False,
            bootstrap_timeout_ms=5_000,
        )
    except KafkaTimeoutError:
        sys.exit(
            f"No broker answers at {options.bootstrap_server}. To start one, in another terminal: bin/reservoir start"
        )
    totals, screen = Totals(), Screen()
    try:
        while True:
            for records in consumer.poll(timeout_ms=200).values():
                for record in records:
                    totals.add(record.value)
            if totals.trips or screen.on_terminal:
                screen.show(totals)
    except KeyboardInterrupt:
        screen.end(totals)
    finally:
        consumer.close()


if __name__ == "__main__":
    main()

"""Streams the rows of a CSV of taxi trips to a topic, each as a JSON object.

    python produce.py trips.csv [--bootstrap-server localhost:9092] [--topic green_tripdata]

The file is read in chunks, so a file of any size needs the memory of one chunk. The key is the pick-up zone: the
trips that begin in one zone stay in order.
"""

import argparse
import os
import sys
import time

import pandas
from kafka import KafkaProducer
from kafka.errors import KafkaError, KafkaTimeoutError

COLUMNS = [
    "lpep_pickup_datetime",
    "lpep_dropoff_datetime",
    "PULocationID",
    "DOLocationID",
    "passenger_count",
    "trip_distance",
    "tip_amount",
]
CHUNK_ROWS = 10_000
PATIENCE_SECONDS = 30  # a broker that is started again within it gets the rest


def read_chunks(path):
    """The rows as data frames of a bounded size, with the columns that are sent."""
    try:
        header = pandas.read_csv(path, nrows=0).columns
    except FileNotFoundError:
        sys.exit(f"There is no file {path}. To make one: python generate.py --rows 100000 --output {path}")
    except (OSError, ValueError) as e:
        sys.exit(f"Cannot read {path} as CSV: {e}")
    missing = [column for column in COLUMNS if column not in header]
    if missing:
        sys.exit(f"{path} has no column {', '.join(missing)}. Its columns are: {', '.join(header)}.")
    return pandas.read_csv(path, usecols=COLUMNS, chunksize=CHUNK_ROWS)


def connect(bootstrap_server):
    try:
        return KafkaProducer(
            bootstrap_servers=bootstrap_server,
            acks="all",
            linger_ms=20,
            batch_size=65_536,
            bootstrap_timeout_ms=5_000,
        )
    except KafkaTimeoutError:
        sys.exit(f"No broker answers at {bootstrap_server}. To start one, in another terminal: bin/reservoir start")


class Progress:
    """What has been sent and how fast: one line on a terminal, a line now and then elsewhere."""

    def __init__(self):
        self.began = self.said = time.monotonic()
        self.rows = 0
        self.on_terminal = sys.stdout.isatty()

    def add(self, rows):
        self.rows += rows
        now = time.monotonic()
        if self.on_terminal:
            print(f"\r{self}", end="", flush=True)
        elif now - self.said >= 5:
            self.said = now
            print(self, flush=True)

    def __str__(self):
        return f"{self.rows:,} trips sent, {self.rows / max(time.monotonic() - self.began, 0.001):,.0f} a second"

    def end(self):
        print(f"\r{self}" if self.on_terminal else self)


def stream(path, producer, topic, progress):
    """Sends every row; raises the first error that the broker or the client reports."""
    errors = []
    for chunk in read_chunks(path):
        lines = chunk.to_json(orient="records", lines=True).splitlines()
        for zone, line in zip(chunk["PULocationID"], lines):
            producer.send(topic, key=str(zone).encode(), value=line.encode()).add_errback(errors.append)
        producer.flush(timeout=PATIENCE_SECONDS)  # a chunk is on disk before the next one is read
        if errors:
            raise errors[0]
        progress.add(len(lines))


def main():
    arguments = argparse.ArgumentParser(description="Streams a CSV of taxi trips to a topic as JSON.")
    arguments.add_argument("file", help="the CSV file")
    arguments.add_argument("--bootstrap-server", default=os.environ.get("BOOTSTRAP_SERVER", "localhost:9092"))
    arguments.add_argument("--topic", default="green_tripdata")
    options = arguments.parse_args()

    chunks = read_chunks(options.file)  # what is wrong with the file is said before a connection is made
    chunks.close()
    producer = connect(options.bootstrap_server)
    progress = Progress()
    try:
        stream(options.file, producer, options.topic, progress)
    except KeyboardInterrupt:
        give_up(f"\nStopped: {progress}.")
    except KafkaTimeoutError:
        give_up(f"\n{progress}. Then {options.bootstrap_server} did not answer for {PATIENCE_SECONDS} s.")
    except KafkaError as e:
        give_up(f"\n{progress}. Then the broker refused a record: {e}")
    progress.end()
    producer.close()


def give_up(message):
    """Ends at once: closing the producer would wait for what cannot be sent."""
    print(message, file=sys.stderr, flush=True)
    os._exit(1)


if __name__ == "__main__":
    main()

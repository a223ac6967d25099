"""Prints the records of a topic as a member of a group. End with Ctrl+C.

    python consumer.py [--bootstrap-server localhost:9092] [--topic greetings] [--group readers]

Start it twice with one group and the two share the partitions; start it again later and it goes on where the group was.
"""

import argparse

from kafka import KafkaConsumer


def main():
    arguments = argparse.ArgumentParser(description="Prints the records of a topic.")
    arguments.add_argument("--bootstrap-server", default="localhost:9092")
    arguments.add_argument("--topic", default="greetings")
    arguments.add_argument("--group", default="readers")
    options = arguments.parse_args()

    consumer = KafkaConsumer(
        options.topic,
        bootstrap_servers=options.bootstrap_server,
        group_id=options.group,
        auto_offset_reset="earliest",
    )
    try:
        for record in consumer:
            key = "" if record.key is None else record.key.decode() + ": "
            value = "" if record.value is None else record.value.decode()
            print(f"[{record.partition}:{record.offset}] {key}{value}", flush=True)
    except KeyboardInterrupt:
        print()
    finally:
        consumer.close()  # commits, and lets the others of the group take over at once


if __name__ == "__main__":
    main()

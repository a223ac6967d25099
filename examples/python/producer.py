"""Sends what is typed to a topic, a record a line. End with Ctrl+D or Ctrl+C.

    python producer.py [--bootstrap-server localhost:9092] [--topic greetings]

A line of the form key:value becomes a record with a key.
"""

import argparse

from kafka import KafkaProducer


def main():
    arguments = argparse.ArgumentParser(description="Sends what is typed to a topic.")
    arguments.add_argument("--bootstrap-server", default="localhost:9092")
    arguments.add_argument("--topic", default="greetings")
    options = arguments.parse_args()

    producer = KafkaProducer(bootstrap_servers=options.bootstrap_server, acks="all")
    try:
        while True:
            key, colon, value = input("> ").partition(":")
            if not colon:
                key, value = None, key
            sent = producer.send(
                options.topic,
                key=key.encode() if key is not None else None,
                value=value.encode(),
            )
            at = sent.get(timeout=30)  # acknowledged: the record is on disk
            print(f"  {at.topic} partition {at.partition} offset {at.offset}")
    except (EOFError, KeyboardInterrupt):
        print()
    finally:
        producer.close()


if __name__ == "__main__":
    main()

"""Sends each line that it reads as a record to the topic hello. End with Ctrl+D.

A line of the form key:value becomes a record with a key.
"""

import os
import sys

from kafka import KafkaProducer

TOPIC = "hello"
BOOTSTRAP_SERVER = os.environ.get("BOOTSTRAP_SERVER", "localhost:9092")

producer = KafkaProducer(bootstrap_servers=BOOTSTRAP_SERVER, acks="all")
try:
    for line in sys.stdin:
        key, colon, value = line.rstrip("\n").partition(":")
        if not colon:
            key, value = None, key
        sent = producer.send(TOPIC, key=key.encode() if key is not None else None, value=value.encode())
        at = sent.get(timeout=30)  # acknowledged: the record is on disk
        print(f"sent to {at.topic}, partition {at.partition}, offset {at.offset}", flush=True)
except KeyboardInterrupt:
    pass
finally:
    producer.close()

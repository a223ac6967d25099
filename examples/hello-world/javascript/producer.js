// Sends each line that it reads as a record to the topic hello. End with Ctrl+D.
// A line of the form key:value becomes a record with a key.

import { createInterface } from 'node:readline'
import kafkajs from 'kafkajs'

const { Kafka, Partitioners, logLevel } = kafkajs

const TOPIC = 'hello'

const kafka = new Kafka({
  brokers: [process.env.BOOTSTRAP_SERVER ?? 'localhost:9092'],
  logLevel: logLevel.ERROR,
})
// The partitioner puts a key where the other languages' clients put it.
const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner })

await producer.connect()
for await (const line of createInterface({ input: process.stdin })) {
  const colon = line.indexOf(':')
  const record = colon < 0 ? { value: line } : { key: line.slice(0, colon), value: line.slice(colon + 1) }
  const [at] = await producer.send({ topic: TOPIC, acks: -1, messages: [record] }) // it is on disk
  console.log(`sent to ${at.topicName}, partition ${at.partition}, offset ${at.baseOffset}`)
}
await producer.disconnect()

// Prints the records of the topic hello as a member of the group javascript. End with Ctrl+C.
// Start it twice and the two share the partitions; start it again later and it goes on where the group was.

import kafkajs from 'kafkajs'

const { Kafka, logLevel } = kafkajs

const TOPIC = 'hello'
const GROUP = 'javascript'

const kafka = new Kafka({
  brokers: [process.env.BOOTSTRAP_SERVER ?? 'localhost:9092'],
  logLevel: logLevel.ERROR,
})
const consumer = kafka.consumer({ groupId: GROUP })

// Leaving commits, and lets the others of the group take over at once.
process.once('SIGINT', () => consumer.disconnect())

await consumer.connect()
await consumer.subscribe({ topics: [TOPIC], fromBeginning: true }) // where a new group begins
await consumer.run({
  eachMessage: async ({ partition, message }) => {
    const key = message.key === null ? '' : `${message.key}: `
    console.log(`[${partition}:${message.offset}] ${key}${message.value ?? ''}`)
  },
})

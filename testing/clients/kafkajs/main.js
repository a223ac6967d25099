// The scenarios with kafkajs. Arguments: the bootstrap server and a prefix for names.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import zstd from '@bokuweb/zstd-wasm'
import kafkajs from 'kafkajs'
import SnappyCodec from 'kafkajs-snappy'
import lz4 from 'lz4js'

const { CompressionCodecs, CompressionTypes, Kafka, Partitioners, logLevel } = kafkajs

const RECORDS = 200
const KEYS = 10
const DEADLINE_MS = 30_000
const LEAVING_SESSION_MS = 45_000
const DYING_SESSION_MS = 6_000
const LOOK_MS = 500

// kafkajs brings gzip alone; the others are plugged in.
CompressionCodecs[CompressionTypes.Snappy] = SnappyCodec
CompressionCodecs[CompressionTypes.LZ4] = () => ({
  compress: async encoder => lz4Frame(encoder.buffer),
  decompress: async buffer => Buffer.from(lz4.decompress(buffer)),
})
CompressionCodecs[CompressionTypes.ZSTD] = () => ({
  compress: async encoder => Buffer.from(zstd.compress(encoder.buffer)),
  decompress: async buffer => Buffer.from(zstd.decompress(buffer)),
})

// lz4js frames say that their blocks depend on each other, which Kafka's reader refuses; so the frame is made here.
function lz4Frame(data) {
  const size = length => Buffer.from(Uint32Array.of(length).buffer)
  const parts = [Buffer.from('04224d18604082', 'hex')] // version 1, independent blocks of up to 64 KB
  for (let at = 0; at < data.length; at += 65_536) {
    const block = data.subarray(at, at + 65_536)
    const packed = Buffer.alloc(lz4.compressBound(block.length))
    const length = lz4.compressBlock(block, packed, 0, block.length, new Uint32Array(65_536))
    const smaller = length > 0 && length < block.length
    parts.push(...(smaller ? [size(length), packed.subarray(0, length)] : [size(0x80000000 + block.length), block]))
  }
  return Buffer.concat([...parts, size(0)])
}

const isMember = process.argv[2] === 'member'
const [bootstrap, prefix] = process.argv.slice(isMember ? 3 : 2)
const kafka = new Kafka({ brokers: [bootstrap], logLevel: logLevel.NOTHING })

async function until(condition, what) {
  const end = Date.now() + DEADLINE_MS
  while (!condition()) {
    if (Date.now() > end) throw new Error(`not within ${DEADLINE_MS / 1000} s: ${what}`)
    await sleep(50)
  }
}

async function topic(name, numPartitions = 1) {
  const admin = kafka.admin()
  await admin.connect()
  try {
    await admin.createTopics({ topics: [{ topic: `${prefix}-${name}`, numPartitions }] })
  } finally {
    await admin.disconnect()
  }
  return `${prefix}-${name}`
}

async function produce(to, messages, compression = CompressionTypes.None) {
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner })
  await producer.connect()
  try {
    await producer.send({ topic: to, messages, compression, acks: -1 })
  } finally {
    await producer.disconnect()
  }
}

// A running consumer: what it owns, what it read.
async function consume(from, group, sessionTimeout = LEAVING_SESSION_MS, readUncommitted = false) {
  const consumer = kafka.consumer({
    groupId: group, sessionTimeout, heartbeatInterval: 500, maxWaitTimeInMs: 200, readUncommitted,
  })
  const reading = { consumer, owned: [], records: [] }
  consumer.on(consumer.events.GROUP_JOIN, event => {
    reading.owned = event.payload.memberAssignment[from] ?? []
  })
  await consumer.connect()
  await consumer.subscribe({ topic: from, fromBeginning: true })
  await consumer.run({
    autoCommit: false,
    eachMessage: async ({ partition, message }) => reading.records.push({ partition, ...message }),
  })
  return reading
}

let readers = 0
async function read(from, count, group = `${prefix}-reader-${readers++}`, readUncommitted = false) {
  const reading = await consume(from, group, LEAVING_SESSION_MS, readUncommitted)
  try {
    await until(() => reading.records.length >= count, `${count} records`)
  } finally {
    await reading.consumer.disconnect()
  }
  return reading.records
}

const values = () => Array.from({ length: RECORDS }, (_, i) => `value ${i} ${'abc'.repeat(20)}`)
const million = () => Buffer.from(Array.from({ length: 125_000 }, (_, i) => String(i).padStart(7, '0') + ',').join(''))

async function codec(name, compression) {
  const to = await topic(name)
  await produce(to, values().map(value => ({ value })), compression)
  const records = await read(to, RECORDS)
  assert.deepEqual(records.map(r => r.value.toString()), values())
}

async function keyed(from, group) {
  const records = await read(from, RECORDS, group)
  assert.equal(records.length, RECORDS)
  const places = new Map()
  const last = new Map()
  for (const { partition, key, value } of records) {
    const name = key.toString()
    const number = Number(value)
    assert.equal(partition, places.get(name) ?? partition, `${name} is in two partitions`)
    assert.ok(number > (last.get(name) ?? -1), `${name}: ${number} came after ${last.get(name)}`)
    places.set(name, partition)
    last.set(name, number)
  }
}

// This program again, as a member of a group that does nothing but say what it was assigned.
function startMember(...args) {
  const child = spawn(process.execPath, [process.argv[1], 'member', ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const member = { child, owned: [] }
  createInterface({ input: child.stdout }).on('line', line => {
    if (line.startsWith('assigned')) member.owned = line.split(' ').slice(1).map(Number)
  })
  return member
}

async function withSecond(name, session, signal) {
  const to = await topic(name, 4)
  const first = await consume(to, to, session)
  let second
  try {
    await until(() => first.owned.length === 4, 'the first member has all partitions')
    second = startMember(bootstrap, to, to, String(session))
    const both = () => [...new Set([...first.owned, ...second.owned])]
    await until(
      () => first.owned.length === 2 && second.owned.length === 2 && both().length === 4,
      'two partitions each')
    second.child.kill(signal)
    await until(() => first.owned.length === 4, 'the first member has all partitions again')
    await produce(to, [0, 1, 2, 3].map(partition => ({ partition, value: 'v' })))
    await until(() => first.records.length >= 4, 'the first member reads all partitions')
    assert.deepEqual(first.records.map(r => r.partition).sort(), [0, 1, 2, 3])
  } finally {
    second?.child.kill('SIGKILL')
    await first.consumer.disconnect()
  }
}

async function transactional(transactionalId, work) {
  const producer = kafka.producer({
    transactionalId, idempotent: true, maxInFlightRequests: 1, createPartitioner: Partitioners.DefaultPartitioner,
  })
  await producer.connect()
  try {
    await work(producer)
  } finally {
    await producer.disconnect()
  }
}

// Into every one of three partitions; returns the values.
async function write(transaction, to, text) {
  const messages = Array.from({ length: 15 }, (_, i) => ({
    partition: i % 3, value: `${text} ${String.fromCharCode(97 + i)}`,
  }))
  await transaction.send({ topic: to, messages, acks: -1 })
  return messages.map(message => message.value)
}

const sorted = records => records.map(r => r.value.toString()).sort()
const committed = async (from, count) => sorted(await read(from, count))
const uncommitted = async (from, count) => sorted(await read(from, count, undefined, true))

async function storedOffset(groupId, topic) {
  const admin = kafka.admin()
  await admin.connect()
  try {
    const [{ partitions }] = await admin.fetchOffsets({ groupId, topics: [topic] })
    return partitions[0].offset
  } finally {
    await admin.disconnect()
  }
}

const scenarios = {
  async create() {
    const name = await topic('create', 3)
    const admin = kafka.admin()
    await admin.connect()
    try {
      const { topics } = await admin.fetchTopicMetadata({ topics: [name] })
      assert.deepEqual(topics[0].partitions.map(p => p.partitionId).sort(), [0, 1, 2])
    } finally {
      await admin.disconnect()
    }
  },
  none: () => codec('none', CompressionTypes.None),
  gzip: () => codec('gzip', CompressionTypes.GZIP),
  snappy: () => codec('snappy', CompressionTypes.Snappy),
  lz4: () => codec('lz4', CompressionTypes.LZ4),
  zstd: () => codec('zstd', CompressionTypes.ZSTD),
  async order() {
    const name = await topic('order', 3)
    await produce(name, Array.from({ length: RECORDS }, (_, i) => ({ key: `key ${i % KEYS}`, value: String(i) })))
    await keyed(name, `${prefix}-order`)
  },
  again: () => keyed(`${prefix}-order`, `${prefix}-again`),
  split: () => withSecond('split', LEAVING_SESSION_MS, 'SIGTERM'),
  takeover: () => withSecond('takeover', DYING_SESSION_MS, 'SIGKILL'),
  async resume() {
    const name = await topic('resume')
    await produce(name, Array.from({ length: 20 }, (_, i) => ({ value: String(i) })))
    const { consumer, records } = await consume(name, name)
    try {
      await until(() => records.length >= 10, '10 records')
      await consumer.commitOffsets([{ topic: name, partition: 0, offset: '10' }])
    } finally {
      await consumer.disconnect()
    }
    const rest = await read(name, 10, name)
    assert.deepEqual(rest.map(r => Number(r.offset)), Array.from({ length: 10 }, (_, i) => 10 + i))
  },
  async headers() {
    const name = await topic('headers')
    await produce(name, [{ value: 'v', headers: { a: ['1', '2'], b: '' } }])
    const [{ headers }] = await read(name, 1)
    assert.deepEqual(headers.a.map(String), ['1', '2'])
    assert.equal(headers.b.length, 0)
  },
  async sizes() {
    const name = await topic('sizes')
    await produce(name, [{ key: 'k', value: '' }])
    await produce(name, [{ key: 'k', value: million() }])
    const [empty, large] = await read(name, 2)
    assert.equal(empty.value.length, 0)
    assert.ok(million().equals(large.value), 'a million bytes')
  },
  async nulls() {
    const name = await topic('nulls')
    await produce(name, [{ key: null, value: 'v' }, { key: 'k', value: null }, { key: null, value: null }])
    const records = await read(name, 3)
    assert.deepEqual(records.map(r => [r.key?.toString(), r.value?.toString()]),
      [[undefined, 'v'], ['k', undefined], [undefined, undefined]])
  },
  async commit() {
    const name = await topic('commit', 3)
    const reading = await consume(name, name)
    try {
      await transactional(name, async producer => {
        const transaction = await producer.transaction()
        const sent = await write(transaction, name, 'committed')
        assert.deepEqual(await uncommitted(name, sent.length), sent)
        await until(() => reading.owned.length === 3, 'an assignment')
        await sleep(LOOK_MS)
        assert.deepEqual(sorted(reading.records), [], 'read before the commit')
        await transaction.commit()
        await until(() => reading.records.length >= sent.length, 'what was committed')
        assert.deepEqual(sorted(reading.records), sent)
      })
    } finally {
      await reading.consumer.disconnect()
    }
  },
  async offsets() {
    const [from, to] = [await topic('offsets-from'), await topic('offsets-to', 3)]
    await produce(from, ['a', 'b', 'c'].map(value => ({ value })))
    const at = offset => ({ consumerGroupId: from, topics: [{ topic: from, partitions: [{ partition: 0, offset }] }] })
    const { consumer, records } = await consume(from, from)
    try {
      await until(() => records.length >= 3, '3 records')
      await transactional(from, async producer => {
        const first = await producer.transaction()
        const sent = await write(first, to, 'made of them')
        await first.sendOffsets(at('3'))
        await first.commit()
        assert.deepEqual(await committed(to, sent.length), sent)
        assert.equal(await storedOffset(from, from), '3')
        const second = await producer.transaction()
        await write(second, to, 'of an aborted one')
        await second.sendOffsets(at('1'))
        await second.abort()
        assert.equal(await storedOffset(from, from), '3', 'offset after an aborted one')
      })
    } finally {
      await consumer.disconnect()
    }
  },
  async abort() {
    const name = await topic('abort', 3)
    await transactional(name, async producer => {
      const first = await producer.transaction()
      const lost = await write(first, name, 'aborted')
      await first.abort()
      const second = await producer.transaction()
      const kept = await write(second, name, 'later')
      await second.commit()
      assert.deepEqual(await committed(name, kept.length), kept)
      assert.deepEqual(await uncommitted(name, 30), [...lost, ...kept])
    })
  },
  async fence() {
    const name = await topic('fence', 3)
    await transactional(name, async first => {
      const transaction = await first.transaction()
      await write(transaction, name, 'of the first')
      await transactional(name, async second => {
        const later = await second.transaction() // what takes the transactional id
        await assert.rejects(transaction.commit(), { type: 'INVALID_PRODUCER_EPOCH' })
        const sent = await write(later, name, 'of the second')
        await later.commit()
        assert.deepEqual(await committed(name, sent.length), sent)
      })
    })
  },
}

async function beMember() {
  const [, name, group, session] = process.argv.slice(3)
  const reading = await consume(name, group, Number(session))
  const say = () => console.log('assigned', ...reading.owned)
  reading.consumer.on(reading.consumer.events.GROUP_JOIN, () => setImmediate(say))
  // Before anything is said: who hears it may tell this program to end at once.
  process.on('SIGTERM', async () => {
    await reading.consumer.disconnect()
    process.exit()
  })
  say()
}

await zstd.init()
if (isMember) {
  await beMember()
} else {
  for (const [name, scenario] of Object.entries(scenarios)) {
    try {
      await scenario()
      console.log('ok', name)
    } catch (e) {
      console.error(e)
      console.log('FAILED', name, String(e).replace(/\s+/g, ' ').slice(0, 300))
    }
  }
  process.exit()
}

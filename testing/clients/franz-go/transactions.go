// The scenarios of a producer with a transactional id.
package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kgo"
)

const (
	each = 5
	look = 500 * time.Millisecond
)

// transactional starts a producer with this id: its ProducerID comes with the first transaction or when it is asked for.
func transactional(id string) *kgo.Client {
	c := client(kgo.TransactionalID(id), kgo.RecordPartitioner(kgo.ManualPartitioner()))
	ctx, cancel := within()
	defer cancel()
	_, _, err := c.ProducerID(ctx)
	must(err)
	return c
}

// toEach are records for each of three partitions, in the order of their values.
func toEach(name, value string) []*kgo.Record {
	var send []*kgo.Record
	for i := range 3 * each {
		text := fmt.Sprintf("%s %c", value, 'a'+i)
		send = append(send, &kgo.Record{Topic: name, Partition: int32(i % 3), Value: []byte(text)})
	}
	return send
}

func sortedValues(from []*kgo.Record) []string {
	var values []string
	for _, r := range from {
		values = append(values, string(r.Value))
	}
	slices.Sort(values)
	return values
}

// write begins a transaction and writes into every partition; it returns the values.
func write(c *kgo.Client, name, value string) []string {
	must(c.BeginTransaction())
	send := toEach(name, value)
	ctx, cancel := within()
	defer cancel()
	must(c.ProduceSync(ctx, send...).FirstErr())
	return sortedValues(send)
}

func end(c *kgo.Client, commit kgo.TransactionEndTry) error {
	ctx, cancel := within()
	defer cancel()
	return c.EndTransaction(ctx, commit)
}

func same(what string, expected, actual []string) {
	if !slices.Equal(expected, actual) {
		fail("%s: expected %v, got %v", what, expected, actual)
	}
}

func isolated(name string, count int, level kgo.IsolationLevel) []string {
	return sortedValues(read(name, count, kgo.FetchIsolationLevel(level)))
}

func commit() {
	name := topic("commit", 3)
	c := transactional(name)
	defer c.Close()
	reader := client(kgo.ConsumeTopics(name), fromStart(), kgo.FetchIsolationLevel(kgo.ReadCommitted()))
	defer reader.Close()
	sent := write(c, name, "committed")
	same("what is written", sent, isolated(name, len(sent), kgo.ReadUncommitted()))
	ctx, cancel := context.WithTimeout(context.Background(), look)
	defer cancel()
	same("read before the commit", nil, sortedValues(reader.PollFetches(ctx).Records()))
	must(end(c, kgo.TryCommit))
	same("read after the commit", sent, sortedValues(take(reader, len(sent))))
}

// transform takes records and ends a transaction of others made of them and of their offsets.
func transform(session *kgo.GroupTransactSession, count int, to, value string, try kgo.TransactionEndTry) []string {
	taken := take(session.Client(), count)
	if len(taken) != count {
		fail("%d records, not %d", len(taken), count)
	}
	must(session.Begin())
	send := toEach(to, value)
	ctx, cancel := within()
	defer cancel()
	must(session.ProduceSync(ctx, send...).FirstErr())
	committed, err := session.End(ctx, try)
	must(err)
	if committed != bool(try) {
		fail("%s: committed is %v", value, committed)
	}
	return sortedValues(send)
}

func offsets() {
	from, to := topic("offsets-from", 1), topic("offsets-to", 3)
	three := func() []*kgo.Record {
		return []*kgo.Record{kgo.StringRecord("a"), kgo.StringRecord("b"), kgo.StringRecord("c")}
	}
	produce(from, three())
	session, err := kgo.NewGroupTransactSession(
		kgo.SeedBrokers(bootstrap), kgo.TransactionalID(from), kgo.RecordPartitioner(kgo.ManualPartitioner()),
		kgo.ConsumerGroup(from), kgo.ConsumeTopics(from), fromStart(), kgo.FetchIsolationLevel(kgo.ReadCommitted()))
	must(err)
	defer session.Close()
	stored := func(when string) {
		ctx, cancel := within()
		defer cancel()
		offsets, err := kadm.NewClient(session.Client()).FetchOffsets(ctx, from)
		must(err)
		if at, _ := offsets.Lookup(from, 0); at.At != 3 {
			fail("the offset after %s is %d, not 3", when, at.At)
		}
	}
	sent := transform(session, 3, to, "made of them", kgo.TryCommit)
	same("records", sent, isolated(to, len(sent), kgo.ReadCommitted()))
	stored("the commit")
	produce(from, three())
	transform(session, 3, to, "of an aborted one", kgo.TryAbort)
	stored("an aborted one")
}

func abort() {
	name := topic("abort", 3)
	c := transactional(name)
	defer c.Close()
	lost := write(c, name, "aborted")
	must(end(c, kgo.TryAbort))
	kept := write(c, name, "later")
	must(end(c, kgo.TryCommit))
	same("read_committed", kept, isolated(name, len(kept), kgo.ReadCommitted()))
	both := append(lost, kept...)
	same("read_uncommitted", both, isolated(name, len(both), kgo.ReadUncommitted()))
}

func fence() {
	name := topic("fence", 3)
	first := transactional(name)
	defer first.Close()
	write(first, name, "of the first")
	second := transactional(name)
	defer second.Close()
	if err := end(first, kgo.TryCommit); !errors.Is(err, kerr.ProducerFenced) && !errors.Is(err, kerr.InvalidProducerEpoch) {
		fail("the first producer was not shut out: %v", err)
	}
	sent := write(second, name, "of the second")
	must(end(second, kgo.TryCommit))
	same("records", sent, isolated(name, len(sent), kgo.ReadCommitted()))
}

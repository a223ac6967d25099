// The scenarios with franz-go. Arguments: the bootstrap server and a prefix for names.
package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"
)

const (
	records         = 200
	keys            = 10
	deadline        = 30 * time.Second
	leavingSession  = 45 * time.Second
	dyingSession    = 6 * time.Second
	heartbeatPeriod = 500 * time.Millisecond
)

var bootstrap, prefix string

func main() {
	if os.Args[1] == "member" {
		bootstrap = os.Args[2]
		session, err := time.ParseDuration(os.Args[5])
		must(err)
		beMember(os.Args[3], os.Args[4], session)
		return
	}
	bootstrap, prefix = os.Args[1], os.Args[2]
	for _, scenario := range scenarios {
		if err := attempt(scenario.run); err != nil {
			fmt.Println("FAILED", scenario.name, strings.Join(strings.Fields(err.Error()), " "))
		} else {
			fmt.Println("ok", scenario.name)
		}
	}
}

var scenarios = []struct {
	name string
	run  func()
}{
	{"create", create},
	{"none", func() { codec("none", kgo.NoCompression()) }},
	{"gzip", func() { codec("gzip", kgo.GzipCompression()) }},
	{"snappy", func() { codec("snappy", kgo.SnappyCompression()) }},
	{"lz4", func() { codec("lz4", kgo.Lz4Compression()) }},
	{"zstd", func() { codec("zstd", kgo.ZstdCompression()) }},
	{"order", order},
	{"again", again},
	{"split", func() { withSecond("split", leavingSession, syscall.SIGTERM) }},
	{"takeover", func() { withSecond("takeover", dyingSession, syscall.SIGKILL) }},
	{"resume", resume},
	{"headers", headers},
	{"sizes", sizes},
	{"nulls", nulls},
	{"commit", commit},
	{"offsets", offsets},
	{"abort", abort},
	{"fence", fence},
}

type failure struct{ error }

func fail(format string, args ...any) { panic(failure{fmt.Errorf(format, args...)}) }

func must(err error) {
	if err != nil {
		fail("%w", err)
	}
}

func attempt(run func()) (err error) {
	defer func() {
		switch e := recover().(type) {
		case nil:
		case failure:
			err = e
		default:
			panic(e)
		}
	}()
	run()
	return nil
}

func until(what string, condition func() bool) {
	for end := time.Now().Add(deadline); !condition(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			fail("not within %v: %s", deadline, what)
		}
	}
}

func within() (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), deadline)
}

func client(options ...kgo.Opt) *kgo.Client {
	c, err := kgo.NewClient(append(options, kgo.SeedBrokers(bootstrap))...)
	must(err)
	return c
}

func topic(name string, partitions int32) string {
	c := client()
	defer c.Close()
	ctx, cancel := within()
	defer cancel()
	name = prefix + "-" + name
	_, err := kadm.NewClient(c).CreateTopic(ctx, partitions, 1, nil, name)
	must(err)
	return name
}

func produce(to string, send []*kgo.Record, options ...kgo.Opt) {
	c := client(append(options, kgo.DefaultProduceTopic(to), kgo.ProducerLinger(20*time.Millisecond))...)
	defer c.Close()
	ctx, cancel := within()
	defer cancel()
	must(c.ProduceSync(ctx, send...).FirstErr())
}

func take(c *kgo.Client, count int) []*kgo.Record {
	var taken []*kgo.Record
	ctx, cancel := within()
	defer cancel()
	for len(taken) < count {
		fetches := c.PollRecords(ctx, count-len(taken))
		must(fetches.Err())
		taken = append(taken, fetches.Records()...)
	}
	return taken
}

func fromStart() kgo.Opt { return kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()) }

func read(from string, count int, options ...kgo.Opt) []*kgo.Record {
	c := client(append(options, kgo.ConsumeTopics(from), fromStart())...)
	defer c.Close()
	return take(c, count)
}

func create() {
	name := topic("create", 3)
	c := client()
	defer c.Close()
	ctx, cancel := within()
	defer cancel()
	topics, err := kadm.NewClient(c).ListTopics(ctx, name)
	must(err)
	if n := len(topics[name].Partitions); n != 3 {
		fail("%d partitions instead of 3", n)
	}
}

func codec(name string, codec kgo.CompressionCodec) {
	name = topic(name, 1)
	var send []*kgo.Record
	for i := range records {
		send = append(send, kgo.StringRecord(fmt.Sprintf("value %d %s", i, strings.Repeat("abc", 20))))
	}
	produce(name, send, kgo.ProducerBatchCompression(codec))
	for i, r := range read(name, records) {
		if !bytes.Equal(r.Value, send[i].Value) {
			fail("record %d is %q", i, r.Value)
		}
	}
}

func order() {
	name := topic("order", 3)
	var send []*kgo.Record
	for i := range records {
		send = append(send, kgo.KeyStringRecord(fmt.Sprintf("key %d", i%keys), strconv.Itoa(i)))
	}
	produce(name, send)
	keyed(name, kgo.ConsumerGroup(prefix+"-order"))
}

func again() {
	keyed(prefix+"-order", kgo.ConsumerGroup(prefix+"-again"))
	keyed(prefix + "-order")
}

func keyed(name string, options ...kgo.Opt) {
	places, last := map[string]int32{}, map[string]int{}
	for _, r := range read(name, records, options...) {
		key := string(r.Key)
		value, err := strconv.Atoi(string(r.Value))
		must(err)
		if place, ok := places[key]; ok && place != r.Partition {
			fail("%s is in partitions %d and %d", key, place, r.Partition)
		}
		if before, ok := last[key]; ok && before >= value {
			fail("%s: %d came after %d", key, value, before)
		}
		places[key], last[key] = r.Partition, value
	}
}

// member is a client in a group, and the partitions that it has.
type member struct {
	*kgo.Client
	mu    sync.Mutex
	owned []int32
}

func join(name, group string, session time.Duration, changed func([]int32)) *member {
	m := &member{}
	change := func(update func(have []int32, partition int32) []int32) func(context.Context, *kgo.Client, map[string][]int32) {
		return func(_ context.Context, _ *kgo.Client, topics map[string][]int32) {
			m.mu.Lock()
			defer m.mu.Unlock()
			for _, p := range topics[name] {
				m.owned = update(m.owned, p)
			}
			slices.Sort(m.owned)
			changed(m.owned)
		}
	}
	without := func(have []int32, p int32) []int32 {
		return slices.DeleteFunc(have, func(one int32) bool { return one == p })
	}
	m.Client = client(
		kgo.ConsumerGroup(group), kgo.ConsumeTopics(name), fromStart(), kgo.DisableAutoCommit(),
		kgo.SessionTimeout(session), kgo.HeartbeatInterval(heartbeatPeriod),
		kgo.OnPartitionsAssigned(change(func(have []int32, p int32) []int32 { return append(have, p) })),
		kgo.OnPartitionsRevoked(change(without)), kgo.OnPartitionsLost(change(without)))
	return m
}

func (m *member) partitions() []int32 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.owned)
}

// second is this program again, as a member that does nothing but say what it was assigned.
type second struct {
	*exec.Cmd
	mu    sync.Mutex
	owned []int32
}

func startSecond(name, group string, session time.Duration) *second {
	s := &second{Cmd: exec.Command(os.Args[0], "member", bootstrap, name, group, session.String())}
	s.Stderr = os.Stderr
	out, err := s.StdoutPipe()
	must(err)
	must(s.Start())
	go func() {
		for lines := bufio.NewScanner(out); lines.Scan(); {
			var owned []int32
			for _, word := range strings.Fields(lines.Text())[1:] {
				if n, err := strconv.Atoi(word); err == nil {
					owned = append(owned, int32(n))
				}
			}
			s.mu.Lock()
			s.owned = owned
			s.mu.Unlock()
		}
	}()
	return s
}

func (s *second) partitions() []int32 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.owned)
}

func withSecond(name string, session time.Duration, end os.Signal) {
	name = topic(name, 4)
	first := join(name, name, session, func([]int32) {})
	defer first.Close()
	hasAll := func() bool { return len(first.partitions()) == 4 }
	until("the first member has all partitions", hasAll)
	second := startSecond(name, name, session)
	defer func() { _ = second.Process.Kill(); _ = second.Wait() }()
	until("two partitions each", func() bool {
		mine, theirs := first.partitions(), second.partitions()
		both := append(slices.Clone(mine), theirs...)
		slices.Sort(both)
		return len(mine) == 2 && slices.Equal(both, []int32{0, 1, 2, 3})
	})
	must(second.Process.Signal(end))
	until("the first member has all partitions again", hasAll)
	var send []*kgo.Record
	for p := range int32(4) {
		send = append(send, &kgo.Record{Partition: p, Value: []byte("v")})
	}
	produce(name, send, kgo.RecordPartitioner(kgo.ManualPartitioner()))
	var seen []int32
	for _, r := range take(first.Client, 4) {
		seen = append(seen, r.Partition)
	}
	slices.Sort(seen)
	if !slices.Equal(seen, []int32{0, 1, 2, 3}) {
		fail("read from partitions %v", seen)
	}
}

func beMember(name, group string, session time.Duration) {
	leave := make(chan os.Signal, 1)
	signal.Notify(leave, syscall.SIGTERM)
	m := join(name, group, session, func(owned []int32) {
		fmt.Println("assigned", strings.Trim(fmt.Sprint(owned), "[]"))
	})
	<-leave
	m.Close()
}

func resume() {
	name := topic("resume", 1)
	var send []*kgo.Record
	for i := range 20 {
		send = append(send, kgo.StringRecord(strconv.Itoa(i)))
	}
	produce(name, send)
	group := []kgo.Opt{kgo.ConsumerGroup(name), kgo.ConsumeTopics(name), fromStart(), kgo.DisableAutoCommit()}
	func() {
		c := client(group...)
		defer c.Close()
		ctx, cancel := within()
		defer cancel()
		must(c.CommitRecords(ctx, take(c, 10)...))
	}()
	c := client(group...)
	defer c.Close()
	for i, r := range take(c, 10) {
		if r.Offset != int64(10+i) {
			fail("offset %d after the commit, not %d", r.Offset, 10+i)
		}
	}
}

func headers() {
	name := topic("headers", 1)
	sent := []kgo.RecordHeader{{Key: "a", Value: []byte("1")}, {Key: "b", Value: []byte{}}, {Key: "a", Value: []byte("2")}}
	produce(name, []*kgo.Record{{Value: []byte("v"), Headers: sent}})
	got := read(name, 1)[0].Headers
	if fmt.Sprint(got) != fmt.Sprint(sent) {
		fail("headers are %v", got)
	}
}

func sizes() {
	name := topic("sizes", 1)
	var million bytes.Buffer
	for i := range 125_000 {
		fmt.Fprintf(&million, "%07d,", i)
	}
	produce(name, []*kgo.Record{{Value: []byte{}}})
	produce(name, []*kgo.Record{{Value: million.Bytes()}}, kgo.ProducerBatchMaxBytes(1_048_588), kgo.ProducerBatchCompression(kgo.NoCompression()))
	got := read(name, 2)
	if got[0].Value == nil || len(got[0].Value) != 0 {
		fail("an empty value came back as %v", got[0].Value)
	}
	if !bytes.Equal(got[1].Value, million.Bytes()) {
		fail("a million bytes came back as %d", len(got[1].Value))
	}
}

func nulls() {
	name := topic("nulls", 1)
	sent := []*kgo.Record{{Value: []byte("v")}, {Key: []byte("k")}, {}}
	for _, r := range sent {
		produce(name, []*kgo.Record{r})
	}
	for i, r := range read(name, len(sent)) {
		if (r.Key == nil) != (sent[i].Key == nil) || (r.Value == nil) != (sent[i].Value == nil) {
			fail("record %d came back as key %v, value %v", i, r.Key, r.Value)
		}
	}
}

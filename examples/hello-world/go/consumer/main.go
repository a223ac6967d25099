// Prints the records of the topic hello as a member of the group go. End with Ctrl+C.
// Start it twice and the two share the partitions; start it again later and it goes on where the group was.
package main

import (
	"cmp"
	"context"
	"fmt"
	"log"
	"os"
	"os/signal"

	"github.com/twmb/franz-go/pkg/kgo"
)

const (
	topic = "hello"
	group = "go"
)

func main() {
	log.SetFlags(0)
	client, err := kgo.NewClient(
		kgo.SeedBrokers(cmp.Or(os.Getenv("BOOTSTRAP_SERVER"), "localhost:9092")),
		kgo.ConsumerGroup(group),
		kgo.ConsumeTopics(topic),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()), // where a new group begins
	)
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close() // leaves the group, so that the others take over at once

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	for ctx.Err() == nil {
		fetches := client.PollFetches(ctx)
		fetches.EachError(func(_ string, partition int32, err error) {
			if ctx.Err() == nil {
				log.Printf("partition %d: %v", partition, err)
			}
		})
		fetches.EachRecord(func(record *kgo.Record) {
			key := ""
			if record.Key != nil {
				key = string(record.Key) + ": "
			}
			fmt.Printf("[%d:%d] %s%s\n", record.Partition, record.Offset, key, record.Value)
		})
	}
	if err := client.CommitUncommittedOffsets(context.Background()); err != nil {
		log.Fatal(err)
	}
}

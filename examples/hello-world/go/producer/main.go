// Sends each line that it reads as a record to the topic hello. End with Ctrl+D.
// A line of the form key:value becomes a record with a key.
package main

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"log"
	"os"
	"strings"

	"github.com/twmb/franz-go/pkg/kgo"
)

const topic = "hello"

func main() {
	log.SetFlags(0)
	client, err := kgo.NewClient(
		kgo.SeedBrokers(cmp.Or(os.Getenv("BOOTSTRAP_SERVER"), "localhost:9092")),
		kgo.DefaultProduceTopic(topic),
		kgo.RequiredAcks(kgo.AllISRAcks()),
		kgo.AllowAutoTopicCreation(),
	)
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close()

	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		record := kgo.StringRecord(lines.Text())
		if key, value, found := strings.Cut(lines.Text(), ":"); found {
			record = kgo.KeyStringRecord(key, value)
		}
		at, err := client.ProduceSync(context.Background(), record).First()
		if err != nil {
			log.Fatal(err)
		}
		// It is on disk.
		fmt.Printf("sent to %s, partition %d, offset %d\n", at.Topic, at.Partition, at.Offset)
	}
	if err := lines.Err(); err != nil {
		log.Fatal(err)
	}
}

package dev.reservoir.meta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

class MetadataEventCodecTest {
    private static final UUID ID = UUID.fromString("01234567-89ab-cdef-0123-456789abcdef");

    /** The bytes are for ever: a change that turns one of these red breaks stored logs. */
    static Stream<Arguments> golden() {
        TreeMap<String, String> configs = new TreeMap<>();
        configs.put("retention.ms", "5");
        return Stream.of(
                Arguments.of(
                        new MetadataEvent.TopicCreated(ID, "orders", 3, configs),
                        "0001 0000 0123456789abcdef0123456789abcdef 00000006 6f7264657273 00000003"
                                + " 00000001 0000000c 726574656e74696f6e2e6d73 00000001 35"),
                Arguments.of(
                        new MetadataEvent.TopicDeleted(ID),
                        "0002 0000 0123456789abcdef0123456789abcdef"),
                Arguments.of(
                        new MetadataEvent.PartitionsAdded(ID, 9),
                        "0003 0000 0123456789abcdef0123456789abcdef 00000009"),
                Arguments.of(
                        new MetadataEvent.ConfigChanged(ConfigResource.topic("t"), "flush.ms", "é"),
                        "0004 0000 02 00000001 74 00000008 666c7573682e6d73 00000002 c3a9"),
                Arguments.of(
                        new MetadataEvent.ConfigChanged(ConfigResource.ALL_BROKERS, "k", null),
                        "0004 0000 04 00000000 00000001 6b ffffffff"),
                Arguments.of(new MetadataEvent.BrokerStarted(7), "0005 0000 00000007"),
                Arguments.of(
                        new MetadataEvent.ProducerIdsAllocated(1000), "0006 0000 00000000000003e8"),
                Arguments.of(
                        new MetadataEvent.FeatureLevelChanged("f", (short) 2),
                        "0007 0000 00000001 66 0002"));
    }

    @ParameterizedTest
    @MethodSource("golden")
    void bytesAreAsWritten(MetadataEvent event, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        assertThat(MetadataEventCodec.encode(event)).isEqualTo(ByteBuffer.wrap(bytes));
        assertThat(MetadataEventCodec.decode(ByteBuffer.wrap(bytes))).isEqualTo(event);
    }

    @ParameterizedTest
    @MethodSource("golden")
    void readsFromAnyPositionAndLeavesTheBufferAlone(MetadataEvent event, String hex) {
        byte[] bytes = HexFormat.of().parseHex("ffff" + hex.replace(" ", ""));
        ByteBuffer buffer = ByteBuffer.wrap(bytes).position(2);
        assertThat(MetadataEventCodec.decode(buffer)).isEqualTo(event);
        assertThat(buffer.position()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("golden")
    void refusesCutAndProlongedBytes(MetadataEvent event, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", "") + "00");
        for (int length = 0; length <= bytes.length; length++) {
            ByteBuffer cut = ByteBuffer.wrap(bytes, 0, length);
            if (length == bytes.length - 1) {
                assertThat(MetadataEventCodec.decode(cut)).isEqualTo(event);
            } else {
                assertThatThrownBy(() -> MetadataEventCodec.decode(cut))
                        .isInstanceOf(MetadataFormatException.class)
                        .hasMessageContaining("damaged");
            }
        }
    }

    @Test
    void refusesWhatANewerVersionWrote() {
        assertThatThrownBy(() -> MetadataEventCodec.decode(bytes("0005 0001 00000007")))
                .isInstanceOf(MetadataFormatException.class)
                .hasMessage(
                        "The metadata log holds an event of type 5 in version 1, but this"
                                + " Reservoir reads this type up to version 0: start the version"
                                + " that wrote it, or a newer one");
        assertThatThrownBy(() -> MetadataEventCodec.decode(bytes("0008 0000")))
                .isInstanceOf(MetadataFormatException.class)
                .hasMessageContaining("an event of type 8")
                .hasMessageContaining("knows the types 1 to 7");
        assertThatThrownBy(() ->
                        MetadataEventCodec.decode(bytes("0004 0000 20 00000000 00000000 00000000")))
                .isInstanceOf(MetadataFormatException.class)
                .hasMessageContaining("a resource of kind 32");
    }

    @Test
    void randomBytesNeverBreakOutOfTheCodec() {
        long seed = 42;
        Random random = new Random(seed);
        for (int i = 0; i < 50_000; i++) {
            byte[] bytes = new byte[random.nextInt(40) + 4];
            random.nextBytes(bytes);
            bytes[0] = 0;
            bytes[1] = (byte) (1 + random.nextInt(7));
            bytes[2] = 0;
            bytes[3] = 0;
            try {
                MetadataEvent event = MetadataEventCodec.decode(ByteBuffer.wrap(bytes));
                assertThat(MetadataEventCodec.decode(MetadataEventCodec.encode(event)))
                        .as("seed %d, case %d", seed, i)
                        .isEqualTo(event);
            } catch (MetadataFormatException e) {
                assertThat(e).hasMessageStartingWith("The metadata");
            }
        }
    }

    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
    }
}

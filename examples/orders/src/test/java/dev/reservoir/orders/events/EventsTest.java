package dev.reservoir.orders.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.time.Instant;

class EventsTest {
    private static final BillingEvent ORDER =
            new BillingEvent(
                    "a-1",
                    new BigDecimal("59.80"),
                    "card",
                    Instant.parse("2026-01-31T12:00:00Z"),
                    "lamp",
                    2);

    @Test
    void anOrderIsWrittenUnderTheNamesThatOthersRelyOn() throws Exception {
        assertThat(ORDER.toJson())
                .isEqualTo(
                        """
                        {"order_id":"a-1","amount":59.80,"payment_method":"card",\
                        "timestamp":"2026-01-31T12:00:00Z","item":"lamp","quantity":2}\
                        """);
        assertThat(BillingEvent.parse(ORDER.toJson())).isEqualTo(ORDER);
    }

    @Test
    void anOutcomeIsWrittenUnderTheNamesThatOthersRelyOn() throws Exception {
        BillingOutcome outcome =
                new BillingOutcome("a-1", PaymentStatus.DECLINED, "tx-9", "lamp", 2);
        assertThat(outcome.toJson())
                .isEqualTo(
                        """
                        {"order_id":"a-1","payment_status":"declined","transaction_id":"tx-9",\
                        "item":"lamp","quantity":2}\
                        """);
        assertThat(BillingOutcome.parse(outcome.toJson())).isEqualTo(outcome);
    }

    @Test
    void fieldsThatNobodyKnowsAreIgnored() throws Exception {
        String more = ORDER.toJson().replace("{", "{\"gift\":true,");
        assertThat(BillingEvent.parse(more)).isEqualTo(ORDER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "[1]", "{", "null", "{} {}"})
    void whatIsNoObjectIsRefused(String text) {
        assertThatThrownBy(() -> BillingEvent.parse(text))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessage("not a JSON object: " + text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"order_id\":\"a-1\",||order_id is missing",
                "\"a-1\"|17|order_id is 17; it must be a text",
                "59.80|59.805|amount is 59.805; it must be an amount from 0 on with at most two"
                        + " decimals",
                "59.80|-1|amount is -1; it must be an amount from 0 on with at most two decimals",
                "59.80|\"much\"|amount is \"much\"; it must be an amount from 0 on with at most two"
                        + " decimals",
                "2026-01-31T|yesterday|timestamp is \"yesterday12:00:00Z\"; it must be a time such"
                        + " as 2026-01-31T12:00:00Z",
                "\"quantity\":2|\"quantity\":0|quantity is 0; it must be a whole number from 1 on",
                "\"quantity\":2|\"quantity\":1.5|quantity is 1.5; it must be a whole number from 1"
                        + " on"
            })
    void aFieldThatIsNotOfItsKindIsNamed(String right, String wrong, String sentence) {
        String text = ORDER.toJson().replace(right, wrong == null ? "" : wrong);
        assertThatThrownBy(() -> BillingEvent.parse(text))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessage(sentence);
    }

    @Test
    void aPaymentIsPaidOrDeclined() {
        String text =
                new BillingOutcome("a-1", PaymentStatus.PAID, "tx-9", "lamp", 2)
                        .toJson()
                        .replace("paid", "maybe");
        assertThatThrownBy(() -> BillingOutcome.parse(text))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessage("payment_status is 'maybe'; it can be paid or declined");
    }

    /** To round the first one to cents, one would need a number of a hundred million digits. */
    @ParameterizedTest
    @ValueSource(strings = {"1e100000000", "1e2147483647", "1000000000000", "1e-100000000"})
    @Timeout(10)
    void anAmountThatNobodyCanOweIsRefused(String amount) {
        String text =
                """
                {"order_id":"a","amount":%s,"payment_method":"card",\
                "timestamp":"2026-01-31T12:00:00Z","item":"mug","quantity":1}
                """
                        .formatted(amount);
        assertThatThrownBy(() -> BillingEvent.parse(text))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining("amount is ");
    }
}

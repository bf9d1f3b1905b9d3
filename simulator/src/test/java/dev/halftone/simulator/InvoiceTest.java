package dev.halftone.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InvoiceTest {
  private static final JsonObject ORDER = SimulatorHarness.order("gpt-image-2", "x");

  @Test
  void paidTwice_oneIdChargedByTwoProviders_isNamed() {
    try (SimulatorHarness harness = SimulatorHarness.calm()) {
      openAi(harness, "once", ORDER);
      openAi(harness, "again", ORDER);
      SimulatorHarness.await(
          harness.azure().putHeader("x-ms-client-request-id", "again").sendJsonObject(ORDER));
      openAi(harness, "refused", new JsonObject());
      openAi(harness, "refused", ORDER);
      Invoice invoice = harness.simulator.invoice();
      assertThat(invoice.paidTwice()).containsExactly("again");
      long price = invoice.lines().get(0).chargedNanoUsd();
      assertThat(invoice.callsByClientRequestId().get("again"))
          .isEqualTo(new Invoice.ClientCalls(2, 2, 2 * price));
      assertThat(invoice.callsByClientRequestId().get("refused"))
          .isEqualTo(new Invoice.ClientCalls(2, 1, price));
    }
  }

  @Test
  void paidTwice_linesDropped_isNotAnswered() {
    SimulatorOptions.Builder options =
        SimulatorOptions.calm().clock(SimulatorHarness.NOVEMBER).maxInvoiceLines(1);
    try (SimulatorHarness harness = new SimulatorHarness(options)) {
      openAi(harness, "a", ORDER);
      assertThat(harness.simulator.invoice().paidTwice()).isEmpty();
      openAi(harness, "a", ORDER);
      assertThat(harness.simulator.invoice().isComplete()).isFalse();
      assertThatThrownBy(() -> harness.simulator.invoice().paidTwice())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("maxInvoiceLines");
    }
  }

  @Test
  void onCallEnd_listenerThatThrows_isToldOfEveryCallAndChangesNothing() {
    List<String> told = new ArrayList<>();
    SimulatorOptions.Builder options =
        SimulatorOptions.calm()
            .clock(SimulatorHarness.NOVEMBER)
            .onCallEnd(
                line -> {
                  told.add(line.clientRequestId());
                  throw new IllegalStateException("full");
                });
    try (SimulatorHarness harness = new SimulatorHarness(options)) {
      assertThat(openAi(harness, "a", ORDER).statusCode()).isEqualTo(200);
      assertThat(openAi(harness, "b", ORDER).statusCode()).isEqualTo(200);
      assertThat(told).containsExactly("a", "b");
      assertThat(harness.simulator.invoice().lines()).hasSize(2);
    }
  }

  private static HttpResponse<Buffer> openAi(
      SimulatorHarness harness, String clientId, JsonObject body) {
    return SimulatorHarness.await(
        harness.openAi().putHeader("x-client-request-id", clientId).sendJsonObject(body));
  }
}

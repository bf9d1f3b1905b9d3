package dev.halftone.provider;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.stubbing.Scenario.STARTED;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.halftone.image.ProviderFailure.Billed;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** What every provider promises that tells where its images are, to be fetched from there. */
abstract class JobProviderContract extends FailureContract {
  private int files;

  /** Only a submission can cost money, so only that one must not be sent twice. */
  @Override
  List<LoggedRequest> requests() {
    return all("POST");
  }

  @Override
  boolean answersWithImages() {
    return false;
  }

  /** What was made is billed, whether it arrives or not. */
  @Override
  Billed billedWithoutImage() {
    return Billed.YES;
  }

  List<LoggedRequest> all(String method) {
    return server.findAll(anyRequestedFor(anyUrl())).stream()
        .filter(sent -> sent.getMethod().getName().equals(method))
        .toList();
  }

  List<String> paths(String method) {
    return all(method).stream().map(LoggedRequest::getUrl).toList();
  }

  /** Serves the bytes that a text stands for, and tells where; the text itself if it is none. */
  String url(String image) {
    try {
      byte[] bytes = Base64.getDecoder().decode(image);
      return image.isEmpty() ? "" : served(aResponse().withBody(bytes));
    } catch (IllegalArgumentException e) {
      return image;
    }
  }

  String served(ResponseDefinitionBuilder answer) {
    String path = "/files/" + files++;
    onGet(path, answer);
    return origin() + path;
  }

  String urls(List<String> images, String each) {
    return images.stream().map(i -> each.formatted(url(i))).collect(Collectors.joining(","));
  }

  void onGet(String path, ResponseDefinitionBuilder answer) {
    server.stubFor(WireMock.get(urlEqualTo(path)).atPriority(1).willReturn(answer));
  }

  void onPut(String path, ResponseDefinitionBuilder answer) {
    server.stubFor(put(urlEqualTo(path)).atPriority(1).willReturn(answer));
  }

  /** Answers one after the other; the last one stays. */
  void onGet(String path, List<ResponseDefinitionBuilder> answers) {
    for (int i = 0; i < answers.size(); i++) {
      String next = i + 1 < answers.size() ? "answer " + (i + 1) : "answer " + i;
      server.stubFor(
          WireMock.get(urlEqualTo(path))
              .atPriority(1)
              .inScenario(path)
              .whenScenarioStateIs(i == 0 ? STARTED : "answer " + i)
              .willSetStateTo(i == 0 && answers.size() == 1 ? STARTED : next)
              .willReturn(answers.get(i)));
    }
  }
}

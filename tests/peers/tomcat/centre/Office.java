package centre;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The way to the contact centre behind the servlet, where the sessions live (R9, R10): they outlast
 * the web application and Tomcat itself. A connection carries one question and one answer, a line of
 * JSON each.
 */
final class Office {
  private static final ObjectMapper json = new ObjectMapper();

  private final String host;
  private final int port;

  Office(String host, int port) {
    this.host = host;
    this.port = port;
  }

  /** What is to be answered to the customer: a status, and perhaps a body. */
  record Answer(int status, JsonNode body) {}

  /** Throws IOException where the centre is away. */
  Answer ask(Map<String, ?> question) throws IOException {
    try (Socket socket = new Socket(host, port)) {
      String line = json.writeValueAsString(question) + "\n";
      socket.getOutputStream().write(line.getBytes(StandardCharsets.UTF_8));
      InputStreamReader input =
          new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8);
      String answer = new BufferedReader(input).readLine();
      if (answer == null) throw new IOException("the centre has hung up");
      JsonNode read = json.readTree(answer);
      return new Answer(read.get("status").asInt(), read.get("body"));
    }
  }
}

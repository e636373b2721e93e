package centre;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/**
 * The Web Interaction REST service as the vendor's guide has it, chat and callback, on a real servlet
 * container with Jackson: what its text leaves open is left to Tomcat and Jackson.
 */
public final class Interaction extends HttpServlet {
  private static final ObjectMapper json = new ObjectMapper();

  private Office office;
  private Tokens tokens;

  @Override
  public void init() {
    ServletContext context = getServletContext();
    office =
        new Office(
            context.getInitParameter("server-name"),
            Integer.parseInt(context.getInitParameter("server-port")));
    tokens =
        new Tokens(
            context.getInitParameter("oauth-client-id"),
            context.getInitParameter("oauth-client-secret"),
            Long.parseLong(context.getInitParameter("oauth-token-validity-time")));
  }

  /** A request that the guide answers with a status and no more. */
  private static final class Refused extends Exception {
    final int status;

    Refused(int status) {
      this.status = status;
    }
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Cache-Control", "no-store");
    try {
      if (request.getServletPath().equals("/oauth/token")) token(request, response);
      else {
        if (!tokens.isValid(request.getHeader("Authorization"))) {
          response.setHeader("WWW-Authenticate", "Bearer");
          throw new Refused(401);
        }
        Office.Answer answer = office.ask(question(request));
        answer(response, answer.status(), answer.body());
      }
    } catch (Refused refused) {
      response.setStatus(refused.status);
    }
  }

  /** R54 to R68. */
  private void token(HttpServletRequest request, HttpServletResponse response)
      throws IOException, Refused {
    if (!request.getMethod().equals("POST")) throw new Refused(405);
    if (!tokens.mayHaveOne(request.getHeader("Authorization"))) {
      response.setHeader("WWW-Authenticate", "Basic realm=\"oauth\"");
      throw new Refused(401);
    }
    if (!"client_credentials".equals(request.getParameter("grant_type"))) throw new Refused(400);
    answer(
        response,
        200,
        json.valueToTree(
            Map.of("access_token", tokens.issue(), "token_type", "bearer", "scope", "all")));
  }

  /** What the request asks of the centre. */
  private Map<String, ?> question(HttpServletRequest request) throws IOException, Refused {
    String path = request.getPathInfo() == null ? "" : request.getPathInfo();
    String[] parts = path.split("/");
    String what = request.getMethod() + " " + (parts.length > 1 ? parts[1] : "");
    switch (what) {
      case "POST sessions":
        return parts.length == 2 ? start(request) : within(parts, request);
      case "GET sessions":
        return query(parts);
      case "DELETE sessions":
        {
          Messages.Session body = read(request, Messages.Session.class);
          return Map.of("op", "end", "session", required(body.sessionId()));
        }
      case "GET callbacks":
        return Map.of("op", "queues");
      case "POST callbacks":
        return Map.of("op", "callback");
      default:
        throw new Refused(404);
    }
  }

  private Map<String, ?> start(HttpServletRequest request) throws IOException, Refused {
    Messages.RequestSession body = read(request, Messages.RequestSession.class);
    required(body.businessUnitName());
    required(body.language());
    required(body.source());
    Integer priority = body.priority();
    if (priority == null || priority < 1 || priority > 100) throw new Refused(400);
    return Map.of(
        "op", "start",
        "customer", required(body.customerName()),
        "caption", required(body.caption()));
  }

  /** R95 to R101: all contents, or those from an index on. */
  private Map<String, ?> query(String[] parts) throws Refused {
    if (parts.length < 4 || parts.length > 5 || !parts[3].equals("contents")) throw new Refused(404);
    try {
      int from = parts.length == 5 ? Integer.parseInt(parts[4]) : 0;
      return Map.of("op", "query", "session", parts[2], "from", from);
    } catch (NumberFormatException wrong) {
      throw new Refused(400);
    }
  }

  private Map<String, ?> within(String[] parts, HttpServletRequest request)
      throws IOException, Refused {
    if (parts.length != 4) throw new Refused(404);
    String session = parts[2];
    switch (parts[3]) {
      case "contents":
        String content = required(read(request, Messages.AddContent.class).content());
        return Map.of("op", "add", "session", session, "content", content);
      case "typing":
        Boolean isTyping = read(request, Messages.NotifyTyping.class).isTyping();
        if (isTyping == null) throw new Refused(400);
        return Map.of("op", "typing", "session", session, "isTyping", isTyping);
      default:
        throw new Refused(404);
    }
  }

  private static <T> T read(HttpServletRequest request, Class<T> type) throws IOException, Refused {
    try {
      T body = json.readValue(request.getInputStream(), type);
      if (body == null) throw new Refused(400);
      return body;
    } catch (JsonProcessingException wrong) {
      throw new Refused(400);
    }
  }

  private static String required(String text) throws Refused {
    if (text == null || text.isBlank()) throw new Refused(400);
    return text;
  }

  private static void answer(HttpServletResponse response, int status, JsonNode body)
      throws IOException {
    response.setStatus(status);
    if (body == null || body.isNull()) return;
    response.setContentType("application/json");
    response.getWriter().write(json.writeValueAsString(body));
  }
}

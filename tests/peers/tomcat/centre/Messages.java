package centre;

import java.util.List;

/** The bodies that the guide gives to requests, by its names. Jackson fills them. */
final class Messages {

  /** R69 to R80. */
  record RequestSession(
      String businessUnitName,
      String caption,
      List<ContactData> contactData,
      String customerName,
      String destination,
      String language,
      Integer priority,
      String source) {}

  record ContactData(String key, String value) {}

  /** R88. */
  record Session(String sessionId) {}

  /** R136. */
  record AddContent(String content) {}

  /** R144. */
  record NotifyTyping(Boolean isTyping) {}

  private Messages() {}
}

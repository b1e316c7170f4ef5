// Runs jobs with a library of Java: `java Agent.java LIBRARY` reads a job a line, and writes a reply a line.
// A job comes as JSON whose values have no escapes but in the content, so that a few patterns read it.
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

public class Agent {
    static String value(String job, String name) {
        Matcher found = Pattern.compile("\"" + name + "\": \"([^\"]*)\"").matcher(job);
        return found.find() ? found.group(1) : null;
    }

    static String byHttpClient(String job) throws Exception {
        HttpClient.Builder client = HttpClient.newBuilder();
        if ("follow".equals(value(job, "setting"))) client.followRedirects(HttpClient.Redirect.NORMAL);
        String content = value(job, "content");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(value(job, "url"))).method(value(job, "method"),
            content == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(content));
        if (value(job, "Authorization") != null) request.header("Authorization", value(job, "Authorization"));
        HttpResponse<String> response = client.build().send(request.build(), HttpResponse.BodyHandlers.ofString());
        return reply(response.statusCode(), response.body());
    }

    static String byUrlConnection(String job) throws Exception {
        HttpURLConnection connection = (HttpURLConnection) new URL(value(job, "url")).openConnection();
        connection.setRequestMethod(value(job, "method"));
        if (value(job, "Authorization") != null) connection.setRequestProperty("Authorization", value(job, "Authorization"));
        String content = value(job, "content");
        if (content != null) {
            connection.setDoOutput(true);
            connection.getOutputStream().write(content.getBytes());
        }
        try (InputStream stream = connection.getInputStream()) {
            return reply(connection.getResponseCode(), new String(stream.readAllBytes()));
        } catch (java.io.IOException error) {
            int status = -1;
            try { status = connection.getResponseCode(); } catch (java.io.IOException again) { /* none was read */ }
            boolean byStatus = status >= 400;
            return String.format("{\"by_status\": %b, \"status\": %s, \"error\": \"%s\"}", byStatus,
                byStatus ? status : "null", error.getClass().getSimpleName());
        }
    }

    static String reply(int status, String content) {
        String text = content.substring(0, Math.min(content.length(), 40)).replaceAll("\\s", " ").replaceAll("[\\p{Cntrl}\"\\\\]", "?");
        return String.format("{\"status\": %d, \"content\": \"%s\"}", status, text);
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 1) {
            System.out.println(System.getProperty("java.version"));
            return;
        }
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
        for (String job = lines.readLine(); job != null; job = lines.readLine()) {
            try {
                System.out.println(arguments[0].equals("HttpClient") ? byHttpClient(job) : byUrlConnection(job));
            } catch (Exception error) {
                System.out.println(String.format("{\"error\": \"%s\"}", error.getClass().getSimpleName()));
            }
        }
        System.exit(0);
    }
}

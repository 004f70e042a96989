package io.siteagent.sandbox.rancher;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siteagent.sandbox.http.Answer;
import io.siteagent.sandbox.http.Request;
import java.util.List;
import java.util.Optional;

/** One request to {@code /v3} and the ways to answer it. */
final class NormanExchange {

    private final Request request;
    private final Credentials.User user;
    private final String origin;

    NormanExchange(Request request, Credentials.User user) {
        this.request = request;
        this.user = user;
        var scheme = request.header("X-Forwarded-Proto").orElse("http");
        var host = request.header("X-Forwarded-Host")
                .or(() -> request.header("Host"))
                .orElse("127.0.0.1");
        this.origin = scheme + "://" + host;
    }

    String method() {
        return request.method();
    }

    Optional<String> action() {
        return request.parameter("action");
    }

    String user() {
        return user.id();
    }

    String base() {
        return origin + "/v3";
    }

    NormanView view() {
        return new NormanView(base());
    }

    ObjectNode body() {
        return Json.parse(request.text())
                .orElseThrow(() -> Refused.norman(422, "InvalidBodyContent", "Failed to parse body: unexpected EOF"));
    }

    /** @throws Refused 403 in the words of the Kubernetes API behind Norman */
    void authorize(String verb, ObjectKey key) {
        if (user.rights() == Rights.NONE) {
            throw Refused.forbidden(user.id(), verb, key);
        }
    }

    /** A user without rights sees an empty list, not an error. */
    Answer list(NormanCollection.Type type, List<ObjectNode> items) {
        if (!method().equals("GET")) {
            throw wrongMethod();
        }
        var visible = user.rights() == Rights.NONE ? List.<ObjectNode>of() : items;
        return new NormanCollection(type, origin + request.path(), request).answer(visible);
    }

    Answer ok(ObjectNode view) {
        return Answer.json(200, Json.write(view));
    }

    Answer created(ObjectNode view) {
        return Answer.json(201, Json.write(view));
    }

    /** The root; without its slash a GET is sent on, while a POST, which some clients use to try a key, is answered. */
    Answer root() {
        if (request.path().equals("/v3") && method().equals("GET")) {
            return Answer.html(307, "<a href=\"/v3/\">Temporary Redirect</a>.\n\n")
                    .with("Location", "/v3/");
        }
        var root = Json.object().put("type", "apiRoot").put("baseType", "apiRoot");
        root.putObject("apiVersion")
                .put("group", "management.cattle.io")
                .put("path", "/v3")
                .put("version", "v3");
        root.putObject("links")
                .put("self", base())
                .put("clusters", base() + "/clusters")
                .put("projects", base() + "/projects")
                .put("projectRoleTemplateBindings", base() + "/projectroletemplatebindings")
                .put("roleTemplates", base() + "/roletemplates");
        return ok(root);
    }

    Refused wrongMethod() {
        return Refused.norman(405, "MethodNotAllow", "Method " + method() + " not supported");
    }
}

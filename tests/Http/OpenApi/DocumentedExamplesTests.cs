using System.Text.Json;
using System.Text.RegularExpressions;
using FlowActors.Http.Tests.Server;
using Json.Schema;
using Microsoft.AspNetCore.WebUtilities;

namespace FlowActors.Http.Tests.OpenApi;

/// <summary>What the pages show of requests is in the document: the path, its parameters, the body, and the answer.</summary>
public sealed partial class DocumentedExamplesTests
{
    private static readonly string[] s_pages = ["docs/queries.md", "docs/rest.md", "docs/http.md"];

    [Fact]
    public async Task Every_example_fits_the_document()
    {
        await using var node = await ServedNode.StartAsync();
        using var document = JsonDocument.Parse(await node.Http.GetStringAsync("/openapi/v1.json"));
        var examples = s_pages.Where(Repository.Pages.Contains).SelectMany(Examples).ToList();
        // Of each sort there is one at least.
        Assert.Contains(examples, e => e is { Method: "POST", Body: not null, Answer: not null });
        Assert.Contains(examples, e => e is { Method: "POST", Target: "/jobs", Body: not null });
        Assert.Contains(examples, e => e.Target.Contains("entries=", StringComparison.Ordinal) && e.Answer is not null);
        Assert.All(examples, example => Check(document.RootElement, example));
    }

    private static void Check(JsonElement document, Example example)
    {
        var where = $"{example.Page}: {example.Method} {example.Target}";
        var path = example.Target.Split('?')[0];
        // Of several paths that fit the one with most literal text, as routing has it.
        var operations = document.GetProperty("paths").EnumerateObject().Where(p => Fits(p.Name, path)).OrderBy(p => p.Name.Count(c => c == '{')).ToList();
        Assert.True(operations.Count > 0, $"{where} is no path of the document.");
        Assert.True(operations[0].Value.TryGetProperty(example.Method.ToLowerInvariant(), out var operation), $"{where}: {operations[0].Name} has no such method.");
        var known = Named(operation, "query");
        var given = QueryHelpers.ParseQuery(example.Target[path.Length..]).Keys;
        Assert.True(given.All(known.Contains), $"{where}: the document knows {string.Join(", ", known)}.");
        if (example.Body is not null) CheckText(document, operation.GetProperty("requestBody"), example.Body, $"{where} with the body");
        if (example.Answer is null) return;
        var good = operation.GetProperty("responses").EnumerateObject().Single(r => r.Name[0] == '2').Value;
        CheckText(document, good, example.Answer, $"{where} with the answer");
    }

    private static List<string> Named(JsonElement operation, string place) => operation.TryGetProperty("parameters", out var parameters)
        ? [.. parameters.EnumerateArray().Where(p => p.GetProperty("in").GetString() == place).Select(p => p.GetProperty("name").GetString()!)]
        : [];

    private static void CheckText(JsonElement document, JsonElement place, string text, string where)
    {
        using var shown = JsonDocument.Parse(text);
        var wanted = place.GetProperty("content").EnumerateObject().First(c => c.Name is "application/json").Value.GetProperty("schema").GetRawText();
        var definitions = document.GetProperty("components").GetProperty("schemas").GetRawText();
        var schema = JsonSchema.FromText($$"""{"$id":"https://example.com/{{Guid.NewGuid():N}}","allOf":[{{wanted}}],"$defs":{{definitions}}}""".Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal));
        var result = schema.Evaluate(shown.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
        var errors = (result.Details ?? []).Where(d => d.Errors is not null).SelectMany(d => d.Errors!, (d, e) => $"{d.InstanceLocation}: {e.Value}");
        Assert.True(result.IsValid, $"{where} {text}: {string.Join("; ", errors)}");
    }

    private static bool Fits(string template, string path) => Regex.IsMatch(path, $"^{Parameter().Replace(Regex.Escape(template), "[^/]+")}$");

    /// <summary>Lines with curl or with a request alone, with the line of JSON behind each, and the rows of tables that show a body.</summary>
    private static IEnumerable<Example> Examples(string page)
    {
        var lines = Repository.Read(page).Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var next = lines.ElementAtOrDefault(i + 1)?.Trim();
            var answer = next is ['{' or '[', ..] ? next : null;
            if (Curl().Match(lines[i]) is { Success: true } curl)
            {
                var body = Body().Match(lines[i]) is { Success: true } given ? given.Groups[1].Value : null;
                var method = Method().Match(lines[i]) is { Success: true } named ? named.Groups[1].Value : body is null ? "GET" : "POST";
                yield return new Example(page, method, curl.Groups[1].Value, body, answer);
            }
            else if (Alone().Match(lines[i]) is { Success: true } alone)
            {
                yield return new Example(page, alone.Groups[1].Value, alone.Groups[2].Value, null, answer);
            }
            else if (Row().Match(lines[i]) is { Success: true } row)
            {
                yield return new Example(page, row.Groups[1].Value, row.Groups[2].Value, row.Groups[3].Value, null);
            }
        }
    }

    [GeneratedRegex(@"\$ curl .*?https?://[^/\s']+(/[^\s']*)")]
    private static partial Regex Curl();

    [GeneratedRegex(@" -d '([^']*)'")]
    private static partial Regex Body();

    [GeneratedRegex(@"^ {4}(GET|POST) (/\S+)$")]
    private static partial Regex Alone();

    [GeneratedRegex(@"^\| `(POST) (/[^`]+)` \| `(\{[^`]*\})`")]
    private static partial Regex Row();

    [GeneratedRegex(@"-X\s*([A-Z]+)")]
    private static partial Regex Method();

    [GeneratedRegex(@"\\\{[^/}]+}")]
    private static partial Regex Parameter();

    private sealed record Example(string Page, string Method, string Target, string? Body, string? Answer);
}

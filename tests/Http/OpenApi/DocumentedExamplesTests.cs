using System.Text.Json;
using System.Text.RegularExpressions;
using FlowActors.Http.Tests.Server;
using Json.Schema;
using Microsoft.AspNetCore.WebUtilities;

namespace FlowActors.Http.Tests.OpenApi;

/// <summary>What the pages show with curl is in the document: the path, its parameters, and the answer.</summary>
public sealed partial class DocumentedExamplesTests
{
    private static readonly string[] s_pages = ["docs/queries.md", "docs/rest.md", "docs/http.md"];

    [Fact]
    public async Task Every_example_fits_the_document()
    {
        await using var node = await ServedNode.StartAsync();
        using var document = JsonDocument.Parse(await node.Http.GetStringAsync("/openapi/v1.json"));
        var examples = s_pages.Where(Repository.Pages.Contains).SelectMany(Examples).ToList();
        Assert.NotEmpty(examples);
        Assert.All(examples, example => Check(document.RootElement, example));
    }

    private static void Check(JsonElement document, (string Page, string Method, string Target, string? Answer) example)
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
        if (example.Answer is not null) CheckAnswer(document, operation, example.Answer, where);
    }

    private static List<string> Named(JsonElement operation, string place) => operation.TryGetProperty("parameters", out var parameters)
        ? [.. parameters.EnumerateArray().Where(p => p.GetProperty("in").GetString() == place).Select(p => p.GetProperty("name").GetString()!)]
        : [];

    private static void CheckAnswer(JsonElement document, JsonElement operation, string text, string where)
    {
        using var answer = JsonDocument.Parse(text);
        var good = operation.GetProperty("responses").EnumerateObject().Single(r => r.Name[0] == '2').Value;
        var wanted = good.GetProperty("content").EnumerateObject().Single().Value.GetProperty("schema").GetRawText();
        var definitions = document.GetProperty("components").GetProperty("schemas").GetRawText();
        var schema = JsonSchema.FromText($$"""{"$id":"https://example.com/{{Guid.NewGuid():N}}","allOf":[{{wanted}}],"$defs":{{definitions}}}""".Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal));
        var result = schema.Evaluate(answer.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
        var errors = (result.Details ?? []).Where(d => d.Errors is not null).SelectMany(d => d.Errors!, (d, e) => $"{d.InstanceLocation}: {e.Value}");
        Assert.True(result.IsValid, $"{where} answers {text}: {string.Join("; ", errors)}");
    }

    private static bool Fits(string template, string path) => Regex.IsMatch(path, $"^{Parameter().Replace(Regex.Escape(template), "[^/]+")}$");

    /// <summary>Lines with curl, and the line of JSON behind each.</summary>
    private static IEnumerable<(string Page, string Method, string Target, string? Answer)> Examples(string page)
    {
        var lines = Repository.Read(page).Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (Curl().Match(lines[i]) is not { Success: true } match) continue;
            var method = Method().Match(lines[i]) is { Success: true } named ? named.Groups[1].Value : lines[i].Contains(" -d ", StringComparison.Ordinal) ? "POST" : "GET";
            var answer = lines.ElementAtOrDefault(i + 1)?.Trim();
            yield return (page, method, match.Groups[1].Value, answer is ['{' or '[', ..] && method == "GET" ? answer : null);
        }
    }

    [GeneratedRegex(@"\$ curl .*?https?://[^/\s']+(/[^\s']*)")]
    private static partial Regex Curl();

    [GeneratedRegex(@"-X\s*([A-Z]+)")]
    private static partial Regex Method();

    [GeneratedRegex(@"\\\{[^/}]+}")]
    private static partial Regex Parameter();
}

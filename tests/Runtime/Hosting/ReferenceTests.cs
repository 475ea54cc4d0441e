using System.Text.RegularExpressions;
using FlowActors.Runtime.Hosting;

namespace FlowActors.Runtime.Tests.Hosting;

/// <summary>What <c>hocon/reference.conf</c> says of the settings is what is done with them.</summary>
public sealed partial class ReferenceTests
{
    private static readonly Dictionary<string, string[]> Chosen = new()
    {
        ["exchange.check-records"] = ["auto", "on", "off"],
        ["coordinator.failover"] = ["region", "full"],
        ["failures.show-records"] = ["on", "off"],
        ["queries.all-states"] = ["on", "off"],
        ["http.allow-anonymous"] = ["on", "off"],
        ["node.down-gone-processes"] = ["on", "off"],
        ["node.join"] = ["seeds", "discovery"],
        ["sharding.rebalance"] = ["on", "off"],
        ["state.backend"] = ["memory", "rocksdb"],
        ["journal.provider"] = ["sqlite", "postgresql"],
        ["state.latency-track.keyed-state-enabled"] = ["on", "off"],
        ["checkpoints.mode"] = ["aligned", "unaligned", "aligned-with-timeout", "at-least-once"],
        ["checkpoints.falls-back"] = ["on", "off"],
        ["checkpoints.accepts-double-output"] = ["on", "off"],
        ["checkpoints.keep-on-cancel"] = ["on", "off"],
        ["checkpoints.local-recovery"] = ["on", "off"],
    };

    private static readonly string[] Lists = ["state.local-dirs", "node.roles", "node.seeds", "http.allowed-hosts", "http.read-keys", "http.admin-keys", "http.savepoint-folders", "tls.authorities", "tls.names"];

    // Those that are texts, of which there is no range.
    private static readonly string[] Texts = ["node.host", "http.host", "tls.certificate", "tls.key", "tls.password", "journal.data-folder", "journal.connection-string", ".type", ".executor", .. Lists, .. Chosen.Keys];
    private static readonly Dictionary<string, string> Comments = ReadComments();

    private static string[] WrongForTexts => ["[1, 2]", "[]", "null", "{ a = 1 }", "{}"];

    private static string[] WrongForLists => ["text", "\"\"", "null", "{ a = 1 }", "{}", "[[]]", "[[a]]", "[null]", "[{ a = 1 }]", "[a, \"\"]", "[\" \"]", "[\"a\\u0000\"]"];

    public static TheoryData<string> Choices => [.. Chosen.Keys];

    public static TheoryData<string> Keys => [.. Comments.Keys];

    public static TheoryData<string> Limited => [.. Comments.Keys.Where(IsLimited)];

    /// <summary>What is taken of all keys that are no texts.</summary>
    internal static IEnumerable<(string Key, string Least, string Most)> Ranges => Comments.Keys.Where(IsLimited).Select(key => (key, RangeOf(key).Least, RangeOf(key).Most));

    [Theory]
    [MemberData(nameof(Keys))]
    public void Each_key_has_a_comment_directly_above_it(string key) => Assert.NotEqual("", Comments[key]);

    [Theory]
    [MemberData(nameof(Limited))]
    public void The_range_in_a_comment_is_the_one_that_is_taken(string key)
    {
        var (least, most) = RangeOf(key);
        var error = Assert.Throws<JobValidationException>(() => Read([(key, Beyond(most))]));
        Assert.Contains($"The setting flowactors.{key} is '{Beyond(most)}' (line 1 of the test); it must lie between {least} and {most}.", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Each key with a value of a wrong kind.</summary>
    public static TheoryData<string, string> Wrong
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var key in Comments.Keys)
                foreach (var value in Lists.Contains(key) ? WrongForLists : WrongForTexts) data.Add(key, value);
            foreach (var key in Comments.Keys.Where(IsLimited).Concat(Chosen.Keys))
                foreach (var value in (string[])["", "text", "yes", "-1", "-1ms", "1e3", "10%", "1.5.2s", "ms", "NaN", "99999999999999999999999999999999", "99999999999999999999d"])
                    data.Add(key, $"\"{value}\"");
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_value_of_a_wrong_kind_is_told_by_its_key(string key, string value)
    {
        var error = Composed.Refused($"\nflowactors.{key} = {value}");
        Assert.Contains($"flowactors.{key}", error, StringComparison.Ordinal);
        Assert.Contains("line 2 of the test", error, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Limited))]
    public void A_number_without_a_unit_is_refused_where_a_time_or_size_belongs(string key)
    {
        var (least, _) = RangeOf(key);
        if (char.IsAsciiDigit(least[^1])) return;
        var error = Composed.Refused($"flowactors.{key} = 500");
        Assert.Contains($"The setting flowactors.{key} is '500' (line 1 of the test)", error, StringComparison.Ordinal);
        Assert.Contains("it has no unit, such as 500", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_ends_of_all_ranges_are_taken()
    {
        var limited = Comments.Keys.Where(IsLimited).ToArray();
        Assert.NotNull(Read(limited.Select(key => (key, RangeOf(key).Least))));
        // A pause between checkpoints leaves room for one at a time.
        Assert.NotNull(Read(limited.Where(key => key != "checkpoints.min-pause").Select(key => (key, RangeOf(key).Most))));
        Assert.NotNull(Read([("checkpoints.min-pause", RangeOf("checkpoints.min-pause").Most)]));
    }

    [Theory]
    [MemberData(nameof(Choices))]
    public void The_choices_in_a_comment_are_those_that_are_taken(string key)
    {
        var choices = Chosen[key];
        var all = choices is [var only] ? only : $"{string.Join(", ", choices[..^1])} or {choices[^1]}";
        Assert.EndsWith($" {all}.", Comments[key], StringComparison.Ordinal);
        foreach (var choice in choices) Assert.NotNull(Read(choice == "postgresql" ? [(key, choice), ("journal.connection-string", "\"Host=db\"")] : [(key, choice)]));
        var error = Assert.Throws<JobValidationException>(() => Read([(key, "maybe")]));
        Assert.Contains($"The setting flowactors.{key} is 'maybe' (line 1 of the test); it must be {all}.", error.Message, StringComparison.Ordinal);
    }

    private static RuntimeSettings Read(IEnumerable<(string Key, string Value)> settings) => Composed.Read(
        string.Join('\n', settings.Select(s => $"flowactors.{s.Key} = {s.Value}")));

    private static bool IsLimited(string key) => !Texts.Any(text => key.EndsWith(text, StringComparison.Ordinal));

    private static (string Least, string Most) RangeOf(string key)
    {
        var range = Range().Match(Comments[key]);
        Assert.True(range.Success, $"The comment of {key} must end with its range, such as '1 to 64.'.");
        return (range.Groups[1].Value, range.Groups[2].Value);
    }

    /// <summary>One more of the same unit.</summary>
    private static string Beyond(string most)
    {
        var digits = most.TakeWhile(char.IsAsciiDigit).Count();
        return $"{int.Parse(most[..digits], System.Globalization.CultureInfo.InvariantCulture) + 1}{most[digits..]}";
    }

    /// <summary>The comment that ends in the line above each key below <c>flowactors</c>; empty for none.</summary>
    private static Dictionary<string, string> ReadComments()
    {
        using var stream = typeof(RuntimeConfiguration).Assembly.GetManifestResourceStream("FlowActors.hocon.reference.conf")!;
        using var reader = new StreamReader(stream);
        var comments = new Dictionary<string, string>();
        var path = new List<string>();
        var comment = "";
        while (reader.ReadLine()?.Trim() is { } line)
        {
            if (line.EndsWith('{')) path.Add(line[..^1].Trim());
            else if (line == "}") path.RemoveAt(path.Count - 1);
            else if (path is ["flowactors", _, ..] && line.Split(" = ") is [var key, _]) comments.Add($"{string.Join('.', path.Skip(1))}.{key}", comment);
            comment = line.StartsWith('#') ? $"{comment} {line[1..].Trim()}" : "";
        }

        return comments;
    }

    [GeneratedRegex(@"(?:^|\s)(\d[\d.]*\w*) to (\d+\w*)\.$")]
    private static partial Regex Range();
}

using System.Globalization;
using FlowActors.Runtime.Hocon;

namespace FlowActors.Runtime.Hosting;

/// <summary>Typed access to single keys below a root, each with its bounds.</summary>
internal sealed class SettingsKeys(HoconSection configuration, string root)
{
    public string Text(string key, bool mayBeEmpty = false)
    {
        var given = Given(key, "a text");
        return given.Text.Length > 0 || mayBeEmpty ? given.Text : throw Invalid(key, given, "must not be empty");
    }

    public int Number(string key, int min, int max, string kind = "a whole number")
    {
        var given = Given(key, kind);
        if (!decimal.TryParse(given.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
            throw Invalid(key, given, $"must be {kind} between {min} and {max}");
        return value >= min && value <= max ? (int)value : throw Invalid(key, given, $"must lie between {min} and {max}");
    }

    public int Bytes(string key, int min, int max) => (int)Size(key, min, max, "64KiB");

    /// <summary>A size.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="min">The least.</param>
    /// <param name="max">The most.</param>
    /// <param name="example">One that makes sense there.</param>
    public long Size(string key, long min, long max, string example) => (long)InUnits(
        key, $"a size such as {example}", text => HoconUnits.ParseBytes(text, HoconUnits.UnitOf(example)), min, max, HoconUnits.Text(min), HoconUnits.Text(max));

    /// <summary>A list of paths, which may be empty; they are not looked for.</summary>
    public IReadOnlyList<string> Folders(string key) => Texts(key, "a list of folders such as [\"/mnt/disk1/state\"], or []", "name of a folder");

    /// <summary>A list of names, which may be empty.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="names">What they are, with an example.</param>
    public IReadOnlyList<string> Names(string key, string names) => Texts(key, $"a list of {names}, or []", "name");

    /// <summary>A text that no error shows; it may be empty.</summary>
    public string Secret(string key) => Found(key) is HoconText { IsNull: false } text ? text.Text : throw RefusedSecret(key, "must be a text");

    /// <summary>A list of texts that no error shows; it may be empty.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="lengthMin">The shortest of them.</param>
    public IReadOnlyList<string> Secrets(string key, int lengthMin)
    {
        var items = Found(key) is HoconList list ? list.Items : throw RefusedSecret(key, "must be a list of texts such as [${MY_KEY}], or []");
        if (!items.All(item => item is HoconText { IsNull: false } text && text.Text.Length >= lengthMin && text.Text.All(c => c is > ' ' and <= '~')))
            throw RefusedSecret(key, $"must be a list of texts of {lengthMin} visible ASCII characters at least, without spaces");
        return [.. items.Cast<HoconText>().Select(text => text.Text)];
    }

    public TimeSpan Time(string key, TimeSpan min, TimeSpan max, string kind = "a time such as 500ms") => TimeSpan.FromTicks((long)Math.Round(InUnits(
        key, kind, HoconUnits.ParseTicks, min.Ticks, max.Ticks, HoconUnits.Text(min), HoconUnits.Text(max))));

    public string Choice(string key, params string[] choices)
    {
        var all = choices.Length == 1 ? choices[0] : $"{string.Join(", ", choices[..^1])} or {choices[^1]}";
        var given = Given(key, all);
        return choices.Contains(given.Text) ? given.Text : throw Invalid(key, given, $"must be {all}");
    }

    /// <summary>Checks two values that were read before.</summary>
    public void NotAbove<T>(string key, T value, string otherKey, T other)
        where T : IComparable<T>
    {
        if (value.CompareTo(other) > 0) throw new JobValidationException(
            $"The setting {Told(key, Given(key, ""))}, above {Told(otherKey, Given(otherKey, ""))}. Lower the one or raise the other.");
    }

    /// <summary>Refuses a value that was read before.</summary>
    public JobValidationException Refused(string key, string rule, Exception? inner = null) => Invalid(key, Found(key), rule, inner);

    /// <summary>Refuses a value that was read before, and does not show it.</summary>
    public JobValidationException RefusedSecret(string key, string rule) =>
        new($"The setting {Name(key)} ({Found(key).Origin}), whose value is not shown here, {rule}. Correct it, or remove it for the default.");

    private IReadOnlyList<string> Texts(string key, string kind, string each)
    {
        if (Found(key) is not HoconList list) throw Invalid(key, Found(key), $"must be {kind}");
        foreach (var item in list.Items)
        {
            if (item is not HoconText { IsNull: false } text || string.IsNullOrWhiteSpace(text.Text) || text.Text.Contains('\0', StringComparison.Ordinal))
                throw Invalid(key, list, $"must be {kind}, and {item.Shown} is no {each}");
        }

        return [.. list.Items.Cast<HoconText>().Select(text => text.Text)];
    }

    private double InUnits(string key, string kind, Func<string, double> parse, double min, double max, string minText, string maxText)
    {
        var given = Given(key, kind);
        try
        {
            var value = parse(given.Text);
            return value >= min && value <= max ? value : throw Invalid(key, given, $"must lie between {minText} and {maxText}");
        }
        catch (FormatException e)
        {
            throw Invalid(key, given, $"must be {kind}, but {e.Message}", e);
        }
    }

    private HoconText Given(string key, string kind) => Found(key) is HoconText { IsNull: false } text ? text : throw Invalid(key, Found(key), $"must be {kind}");

    private HoconValue Found(string key) =>
        configuration.Find(Name(key).Split('.')) ?? throw new InvalidOperationException($"The reference lacks {Name(key)}.");

    private JobValidationException Invalid(string key, HoconValue given, string rule, Exception? inner = null)
    {
        var text = $"The setting {Told(key, given)}; it {rule}. Correct it{(given.Origin.IsShipped ? "." : ", or remove it for the default.")}";
        return inner is null ? new JobValidationException(text) : new JobValidationException(text, inner);
    }

    private string Told(string key, HoconValue given) => $"{Name(key)} is {given.Shown} ({given.Origin})";

    private string Name(string key) => $"{root}.{key}";
}

using System.Globalization;
using Akka.Configuration;

namespace FlowActors.Runtime.Hosting;

/// <summary>Typed access to single keys below <c>flowactors</c>, each with its bounds.</summary>
internal sealed class SettingsKeys(Config config)
{
    private const string Root = "flowactors.";

    public string Text(string key, bool mayBeEmpty = false)
    {
        var text = Read(key, "a text", c => c.GetString(Root + key) ?? "");
        return text.Length > 0 || mayBeEmpty ? text : throw Invalid(key, "must not be empty");
    }

    public int Number(string key, int min, int max)
    {
        var value = Read(key, "a whole number", c => int.Parse(c.GetString(Root + key), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
        return value >= min && value <= max ? value : throw Invalid(key, $"must lie between {min} and {max}");
    }

    public int Bytes(string key, int min, int max)
    {
        var value = Read(key, "a size such as 64KiB", c => c.GetByteSize(Root + key) ?? throw new FormatException());
        return value >= min && value <= max ? (int)value : throw Invalid(key, $"must lie between {SettingsUnits.Text(min)} and {SettingsUnits.Text(max)}");
    }

    public TimeSpan Time(string key, TimeSpan min, TimeSpan max)
    {
        var value = Read(key, "a time such as 500ms", c => c.GetTimeSpan(Root + key, allowInfinite: false));
        return value >= min && value <= max ? value : throw Invalid(key, $"must lie between {SettingsUnits.Text(min)} and {SettingsUnits.Text(max)}");
    }

    public string Choice(string key, params string[] choices)
    {
        var text = Read(key, "a text", c => c.GetString(Root + key) ?? "");
        return choices.Contains(text) ? text : throw Invalid(key, $"must be {string.Join(", ", choices[..^1])} or {choices[^1]}");
    }

    /// <summary>Checks two values that were read before.</summary>
    public void NotAbove<T>(string key, T value, string otherKey, T other)
        where T : IComparable<T>
    {
        if (value.CompareTo(other) > 0) throw new JobValidationException(
            $"The setting {Root}{key} is '{Given(key)}', above {Root}{otherKey}, which is '{Given(otherKey)}'. Lower the one or raise the other.");
    }

    private T Read<T>(string key, string kind, Func<Config, T> read)
    {
        if (!config.HasPath(Root + key)) throw new JobValidationException(
            $"The setting {Root}{key} is missing: load the runtime's reference configuration before your own.");
        try
        {
            return read(config);
        }
        catch (Exception e) when (e is FormatException or OverflowException or ConfigurationException)
        {
            throw new JobValidationException($"The setting {Root}{key} must be {kind}; it is '{Given(key)}'. Correct it.", e);
        }
    }

    private string Given(string key) => config.GetString(Root + key);

    private JobValidationException Invalid(string key, string rule) =>
        new($"The setting {Root}{key} is '{Given(key)}'; it {rule}. Correct it.");
}

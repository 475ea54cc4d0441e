using System.Globalization;

namespace FlowActors;

/// <summary>The arguments of a registered job: names and texts. Immutable.</summary>
public sealed class JobArguments(IReadOnlyDictionary<string, string> values)
{
    /// <summary>No arguments.</summary>
    public static JobArguments Empty { get; } = new(new Dictionary<string, string>());

    /// <summary>All of them.</summary>
    public IReadOnlyDictionary<string, string> Values { get; } = values;

    /// <summary>The argument as text.</summary>
    /// <exception cref="JobValidationException">It is missing and there is no default.</exception>
    public string Get(string name, string? defaultValue = null) =>
        Values.TryGetValue(name, out var value) ? value
        : defaultValue ?? throw new JobValidationException($"The job needs the argument '{name}', which was not given: pass it when the job is submitted.");

    /// <summary>The argument as any type that can be parsed (invariant culture).</summary>
    /// <exception cref="JobValidationException">It is missing and there is no default, or it cannot be parsed.</exception>
    public T Get<T>(string name, T? defaultValue = null)
        where T : struct, IParsable<T>
    {
        if (!Values.TryGetValue(name, out var text))
            return defaultValue ?? throw new JobValidationException($"The job needs the argument '{name}', which was not given: pass it when the job is submitted.");
        return T.TryParse(text, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new JobValidationException($"The job's argument '{name}' is '{text}', which is not a valid {typeof(T).Name}: correct it.");
    }
}

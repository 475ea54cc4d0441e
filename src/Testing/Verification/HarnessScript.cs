using System.Globalization;

namespace FlowActors.Testing;

/// <summary>
/// What a test gives to an operator, element by element, written down so that it can be given several times. The methods are those of
/// <see cref="OperatorHarness"/>. Not thread-safe.
/// </summary>
public class HarnessScript
{
    private readonly List<ScriptStep> _steps = [];

    internal HarnessScript()
    {
    }

    internal IReadOnlyList<ScriptStep> Steps => _steps;

    /// <summary>A record.</summary>
    /// <param name="input">The number of the input.</param>
    /// <param name="value">The record, which must not be changed later.</param>
    /// <param name="timestamp">Its event time in ms; null for none.</param>
    public void Process<T>(int input, T value, long? timestamp = null) => Add(input, value, timestamp, Of(input));

    /// <summary>A watermark.</summary>
    /// <param name="timestamp">In ms, not below the one before.</param>
    /// <param name="input">The number of the input; null (default) for all that have not ended.</param>
    public void ProcessWatermark(long timestamp, int? input = null) =>
        Add($"{new Watermark(timestamp)}{Of(input)}", g => g.ProcessWatermark(timestamp, input), isEventTime: true);

    /// <summary>An input becomes idle.</summary>
    /// <param name="input">The number of the input; null (default) for all that have not ended.</param>
    public void Idle(int? input = null) => Add($"idle{Of(input)}", g => g.Idle(input), isEventTime: true);

    /// <summary>An input becomes active again.</summary>
    /// <param name="input">The number of the input; null (default) for all that have not ended.</param>
    public void Active(int? input = null) => Add($"active{Of(input)}", g => g.Active(input), isEventTime: true);

    /// <summary>Processing time moves.</summary>
    /// <param name="by">0 or more.</param>
    public void AdvanceProcessingTime(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        Add($"processing time advances by {by}", g => g.AdvanceProcessingTime(by));
    }

    /// <summary>An input ends.</summary>
    /// <param name="input">The number of the input; null (default) for all that have not ended.</param>
    public void EndInput(int? input = null)
    {
        Add($"end{Of(input)}", g => g.EndInput(input));
        _steps[^1] = _steps[^1] with { IsEnd = true };
    }

    private protected void Add<T>(int input, T value, long? timestamp, string where)
    {
        Add($"{new StreamRecord(value, timestamp)}{where}", g => g.Process(input, value, timestamp));
        _steps[^1] = _steps[^1] with { Input = input };
    }

    private void Add(string text, Action<HarnessGroup> step, bool isEventTime = false) =>
        _steps.Add(new ScriptStep(text, step) { IsEventTime = isEventTime });

    private static string Of(int? input) => input is { } number ? string.Create(CultureInfo.InvariantCulture, $" of input {number}") : "";
}

/// <summary>A script for an operator with one input.</summary>
/// <typeparam name="TIn">What comes in.</typeparam>
public sealed class HarnessScript<TIn> : HarnessScript
{
    internal HarnessScript()
    {
    }

    /// <summary>A record.</summary>
    /// <param name="value">The record, which must not be changed later.</param>
    /// <param name="timestamp">Its event time in ms; null for none.</param>
    public void Process(TIn value, long? timestamp = null) => Add(0, value, timestamp, "");
}

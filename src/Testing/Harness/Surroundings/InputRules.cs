using System.Globalization;

namespace FlowActors.Testing;

/// <summary>What may come in by an input next, so that a test that feeds nonsense is told so.</summary>
/// <param name="operatorName">The operator's name.</param>
/// <param name="inputs">Its inputs.</param>
internal sealed class InputRules(string operatorName, IReadOnlyList<HarnessInput> inputs)
{
    private readonly long[] _watermarks = [.. inputs.Select(_ => long.MinValue)];
    private readonly bool[] _idle = new bool[inputs.Count];
    private readonly bool[] _ended = new bool[inputs.Count];

    /// <summary>True when all inputs have ended.</summary>
    public bool HaveEnded => Array.TrueForAll(_ended, e => e);

    /// <summary>True when some input has ended.</summary>
    public bool HasOneEnded => Array.Exists(_ended, e => e);

    public bool HasEnded(int input) => _ended[input];

    public void Record(int input, Type type)
    {
        Open(input, "a record");
        if (inputs[input].RecordType == type) return;
        throw new ArgumentException($"Input {input} of operator '{operatorName}' takes records of {inputs[input].RecordType}, not of {type}.");
    }

    public void Watermark(int input, long timestamp)
    {
        Open(input, "a watermark");
        if (_idle[input])
        {
            throw new InvalidOperationException(
                $"Input {input} of operator '{operatorName}' is idle, so a watermark of it does not count: make it active before.");
        }

        if (timestamp < _watermarks[input])
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"The watermark {timestamp} of input {input} of operator '{operatorName}' goes back: it stands at {_watermarks[input]}."));
        }

        _watermarks[input] = timestamp;
    }

    public void Status(int input, bool active)
    {
        Open(input, active ? "that it is active" : "that it is idle");
        _idle[input] = !active;
    }

    public void End(int input)
    {
        Open(input, "its end");
        _ended[input] = true;
    }

    private void Open(int input, string what)
    {
        if ((uint)input >= (uint)inputs.Count)
            throw new ArgumentOutOfRangeException(nameof(input), input, $"Operator '{operatorName}' has {HarnessTexts.Numbered(inputs.Count, "input")}.");
        if (_ended[input]) throw new InvalidOperationException($"Input {input} of operator '{operatorName}' has ended: {what} cannot follow.");
    }
}

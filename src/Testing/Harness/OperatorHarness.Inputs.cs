namespace FlowActors.Testing;

public partial class OperatorHarness
{
    /// <summary>Gives the operator a record.</summary>
    /// <param name="input">The number of the input.</param>
    /// <param name="value">The record.</param>
    /// <param name="timestamp">Its event time in ms; null for none.</param>
    /// <exception cref="ArgumentException">There is no such input, or it takes other records.</exception>
    /// <exception cref="InvalidOperationException">The input has ended, or the operator has failed before.</exception>
    /// <exception cref="Serialization.SerializationException">The record cannot travel.</exception>
    /// <exception cref="OperatorFailedException">The operator threw.</exception>
    public void Process<T>(int input, T value, long? timestamp = null)
    {
        CheckUsable();
        _rules.Record(input, typeof(T));
        var entry = (RecordEntry<T>)_entries[input];
        var arrived = entry.Travel(value);
        Do($"record {ElementText.Of(value)} of input {input}", () => entry.Collect(arrived, timestamp ?? Timestamps.None), input);
    }

    /// <summary>An input's watermark: none of its records at or below it follows. The operator hears of it as combined over all inputs.</summary>
    /// <param name="timestamp">In ms, not below the one before; <see cref="Timestamps.MaxWatermark"/> ends the event time of the input.</param>
    /// <param name="input">The number of the input; null (default) for all that have not ended.</param>
    /// <exception cref="ArgumentException">There is no such input, or the watermark goes back.</exception>
    /// <exception cref="InvalidOperationException">The input is idle or has ended, or the operator has failed before.</exception>
    /// <exception cref="OperatorFailedException">The operator threw.</exception>
    public void ProcessWatermark(long timestamp, int? input = null) => ForEach(input, i =>
    {
        _rules.Watermark(i, timestamp);
        Do($"watermark {timestamp} of input {i}", () => _eventTime!.Watermark(i, timestamp), i);
    });

    /// <summary>An input has become idle: it does not hold event time back.</summary>
    /// <param name="input">The number of the input; null (default) for all that have not ended.</param>
    public void Idle(int? input = null) => ForEach(input, i =>
    {
        _rules.Status(i, false);
        Do($"the idleness of input {i}", () => _eventTime!.Status(i, false), i);
    });

    /// <summary>An input is active again.</summary>
    /// <param name="input">The number of the input; null (default) for all that have not ended.</param>
    public void Active(int? input = null) => ForEach(input, i =>
    {
        _rules.Status(i, true);
        Do($"the activity of input {i}", () => _eventTime!.Status(i, true), i);
    });

    /// <summary>An input has ended, and with it its event time.</summary>
    /// <param name="input">The number of the input; null (default) for all that have not ended.</param>
    public void EndInput(int? input = null) => ForEach(input, i =>
    {
        _rules.End(i);
        _loop.Add(new HarnessStep($"the end of event time of input {i}", () => _eventTime!.End(i), i));
        Do($"the end of input {i}", () => _operator.EndInput(i), i, ends: true);
    });

    private void ForEach(int? input, Action<int> action)
    {
        CheckUsable();
        if (input is { } one)
        {
            action(one);
            return;
        }

        if (_rules.HaveEnded) throw new InvalidOperationException($"All inputs of operator '{_blueprint.Name}' have ended: nothing can follow.");
        for (var i = 0; i < _blueprint.Inputs.Count; i++)
        {
            if (!_rules.HasEnded(i)) action(i);
        }
    }
}

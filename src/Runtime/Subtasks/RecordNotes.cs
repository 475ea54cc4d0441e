using FlowActors.Operators;

namespace FlowActors.Runtime.Subtasks;

/// <summary>
/// Notes what records the operators of a chain were given, for failures to show; does nothing where failures may not show records.
/// </summary>
internal sealed class RecordNotes
{
    private readonly ExecutionCursor _cursor;
    private readonly Given[] _given;
    private readonly bool _isOn;

    /// <param name="cursor">The chain's.</param>
    /// <param name="operators">How many operators the chain has.</param>
    /// <param name="isOn">Whether failures may show records.</param>
    public RecordNotes(ExecutionCursor cursor, int operators, bool isOn)
    {
        _cursor = cursor;
        _isOn = isOn;
        _given = [.. Enumerable.Range(0, operators).Select(_ => new Given())];
    }

    /// <summary>An input of the head of the chain.</summary>
    public Input<T> AtHead<T>(Input<T> input, IEventTime head) =>
        _isOn ? new NotedOutput<T>(input, head, _cursor) { Target = _given[0] } : input;

    /// <summary>From one operator of the chain to the next.</summary>
    public Output<T> Between<T>(int emitter, int receiver, Output<T> input) => _isOn
        ? new NotedOutput<T>(input, input, _cursor) { Source = _given[emitter], Target = _given[receiver] }
        : input;

    /// <summary>From an operator of the chain to a writer.</summary>
    public Output<T> Out<T>(int emitter, Output<T> writer) =>
        _isOn ? new NotedOutput<T>(writer, writer, _cursor) { Source = _given[emitter] } : writer;

    /// <summary>An operator is given something that is no record of an input, such as a timer; null when it has returned.</summary>
    public void Note(int receiver, IRecordAtHand? given)
    {
        if (!_isOn) return;
        _given[receiver].Record = given;
        _cursor.AtHand = given;
    }

    /// <summary>What an operator was given last.</summary>
    internal sealed class Given
    {
        public IRecordAtHand? Record { get; set; }
    }
}

using FlowActors.Graph;
using FlowActors.Operators;

namespace FlowActors.Runtime.Subtasks;

/// <summary>
/// Notes what failures tell, where the operators of a chain do not: what records they were given, where failures may show records, and that an operator which
/// the program wrote by hand is at work.
/// </summary>
internal sealed class RecordNotes
{
    private readonly ExecutionCursor _cursor;
    private readonly Given[] _given;
    private readonly bool[] _byHand;
    private readonly bool _isOn;

    /// <param name="cursor">The chain's.</param>
    /// <param name="chain">Its operators.</param>
    /// <param name="isOn">Whether failures may show records.</param>
    public RecordNotes(ExecutionCursor cursor, IEnumerable<StreamNode> chain, bool isOn)
    {
        _cursor = cursor;
        _isOn = isOn;
        _byHand = [.. chain.Select(n => n is OperatorNode { IsHandWritten: true })];
        _given = Array.ConvertAll(_byHand, _ => new Given());
    }

    /// <summary>An input of the head of the chain.</summary>
    public Input<T> AtHead<T>(Input<T> input, IEventTime head)
    {
        if (_byHand[0]) input = new NamedOutput<T>(input, head, _cursor, receiver: 0, emitter: 0);
        return _isOn ? new NotedOutput<T>(input, head, _cursor) { Target = _given[0] } : input;
    }

    /// <summary>From one operator of the chain to the next.</summary>
    public Output<T> Between<T>(int emitter, int receiver, Output<T> input)
    {
        if (_byHand[emitter] || _byHand[receiver]) input = new NamedOutput<T>(input, input, _cursor, receiver, emitter);
        return _isOn ? new NotedOutput<T>(input, input, _cursor) { Source = _given[emitter], Target = _given[receiver] } : input;
    }

    /// <summary>From an operator of the chain to a writer.</summary>
    public Output<T> Out<T>(int emitter, Output<T> writer)
    {
        if (_byHand[emitter]) writer = new NamedOutput<T>(writer, writer, _cursor, emitter, emitter);
        return _isOn ? new NotedOutput<T>(writer, writer, _cursor) { Source = _given[emitter] } : writer;
    }

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

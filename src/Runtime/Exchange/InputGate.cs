using System.Diagnostics;
using FlowActors.Elements;
using FlowActors.Graph;
using FlowActors.Operators;
using FlowActors.Runtime.Checkpoints.Coordination;
using FlowActors.Runtime.Exchange.InFlight;

namespace FlowActors.Runtime.Exchange;

/// <summary>
/// All inputs of a subtask: chooses from which channel the next batch comes, in turn unless the operator asks for an input, combines
/// the watermarks of all channels and aligns their barriers. Stops before any element when the quantum says so, also inside a batch.
/// Used on the subtask's thread. Channels are numbered through: those of input 0 first.
/// </summary>
internal sealed class InputGate
{
    private readonly InputPort[] _ports;
    private readonly int[] _portOf;
    private readonly int[] _firstOf;
    private readonly int[] _open;
    private readonly RunQuantum _quantum;
    private readonly IGateEvents _events;
    private readonly IInputSelectable? _selectable;
    private readonly ChannelEventTime _eventTime;
    private readonly InputBarriers _barriers;
    private readonly bool[] _ended;
    private readonly BarrierAnnouncement?[] _announced;
    private readonly SortedDictionary<long, (CheckpointBarrier Barrier, long Since)> _known = [];
    private bool _looksForPositions;
    private int _openInputs;
    private int _turn;
    private InputPort? _at;
    private InputPort? _last;
    private bool _isGiving;
    private long? _risen;
    private long _alignment;

    /// <param name="ports">The inputs, by number.</param>
    /// <param name="eventTime">Hears of event time; where it is <see cref="IInputSelectable"/> it chooses the next input too.</param>
    /// <param name="quantum">Says when to stop.</param>
    /// <param name="events">Told of barriers, idleness and ends.</param>
    /// <param name="mayBeOvertaken">By channel, whether a barrier may overtake what is under way; null for none.</param>
    public InputGate(InputPort[] ports, IEventTime eventTime, RunQuantum quantum, IGateEvents events, IReadOnlyList<bool>? mayBeOvertaken = null)
    {
        _ports = ports;
        _selectable = eventTime as IInputSelectable;
        _quantum = quantum;
        _events = events;
        _portOf = [.. ports.SelectMany((port, input) => Enumerable.Repeat(input, port.ChannelCount))];
        _open = Array.ConvertAll(ports, p => p.ChannelCount);
        _firstOf = [.. ports.Select((_, input) => ports.Take(input).Sum(p => p.ChannelCount))];
        _eventTime = new ChannelEventTime(_portOf.Length, new Said(this, eventTime));
        _barriers = mayBeOvertaken is null ? new InputBarriers(_portOf.Length) : new InputBarriers(mayBeOvertaken);
        _ended = new bool[_portOf.Length];
        _announced = new BarrierAnnouncement?[_portOf.Length];
        _openInputs = ports.Length;
    }

    /// <summary>Records of finished batches.</summary>
    public long RecordsIn => _ports.Sum(p => p.RecordsIn);

    /// <summary>How far it has read; on the subtask's thread.</summary>
    public ReadPosition Position => _last is null
        ? new ReadPosition(0, false) { Watermark = _risen }
        : new ReadPosition(_last.RecordsGiven, _isGiving) { Input = _ports.Length == 1 ? null : Array.IndexOf(_ports, _last), Watermark = _risen };

    /// <summary>Batches taken from channels within this node.</summary>
    public long LocalBatchesIn => _ports.Sum(p => p.LocalBatchesIn);

    /// <summary>Batches taken from channels from other nodes.</summary>
    public long RemoteBatchesIn => _ports.Sum(p => p.RemoteBatchesIn);

    /// <summary>Batches that wait in the channels.</summary>
    public int QueueLength => _ports.Sum(p => p.QueueLength);

    /// <summary>Watermarks of channels that went back, and were ignored.</summary>
    public long LateWatermarks => _eventTime.LateWatermarks;

    /// <summary>How far event time is: of all channels, and of each; from any thread.</summary>
    public (ChannelTime Whole, IReadOnlyList<EventTimeLook?> Channels) LookAtEventTime() => (_eventTime.Whole, _eventTime.Look());

    /// <summary>How far event time is of all channels together; from any thread.</summary>
    public ChannelTime EventTime => _eventTime.Whole;

    /// <summary>How long the barriers of the checkpoint that was taken last have come in, from the first to the last that was awaited; from any thread.</summary>
    public TimeSpan Alignment => new(Volatile.Read(ref _alignment));

    /// <summary>Works until the quantum is over, an output is full, nothing is there now, or all channels have ended.</summary>
    public Progress Run() => _selectable is null ? RunInTurn() : RunChosen(_selectable);

    /// <summary>
    /// The event time of each channel: its highest watermark, and whether it counts. Part of a snapshot.
    /// </summary>
    public IReadOnlyList<ChannelTime> ChannelTimes => _eventTime.Times;

    /// <summary>Puts back the event time of each channel, before anything is taken from them. Nothing is said by this.</summary>
    public void RestoreTimes(IReadOnlyList<ChannelTime> times) => _eventTime.Restore(times);

    /// <summary>A checkpoint is asked of the subtask itself: see <see cref="InputBarriers.Enter"/>.</summary>
    public void Enter(CheckpointBarrier barrier)
    {
        Note(barrier);
        Tell(_barriers.Enter(barrier.Checkpoint, barrier.Blocks, barrier.Overtakes));
    }

    /// <summary>A checkpoint was aborted by whoever leads it: no channel stands still for it, and its barriers are passed over.</summary>
    /// <param name="checkpoint">Its number.</param>
    /// <param name="underWay">Lower ones that go on.</param>
    /// <returns>The number of a lower checkpoint that was under way, and ends with it; null when there was none.</returns>
    public long? Abort(long checkpoint, IReadOnlyList<long> underWay)
    {
        var lower = _barriers.Abort(checkpoint, underWay).Superseded;
        TellNext();
        return lower;
    }

    /// <summary>Looks at all channels for barriers that have overtaken what is under way.</summary>
    public void LookForBarriers()
    {
        for (var channel = 0; channel < _portOf.Length; channel++)
        {
            var number = _portOf[channel];
            if (_ports[number].TakeAnnouncement(channel - _firstOf[number]) is { } announcement && !_ended[channel]) Announced(channel, announcement);
        }
    }

    /// <summary>
    /// Begins to record, for each channel on which a barrier has not arrived, what lies before it; see <see cref="InputPort.Record"/>. Nothing is
    /// taken by this.
    /// </summary>
    /// <returns>By channel; null where the barrier has arrived.</returns>
    public IReadOnlyList<ChannelRecording?> Record(long checkpoint) => [.. _portOf.Select((_, channel) => Record(channel, checkpoint))];

    /// <summary>What is left of what was put back before all channels, with the edges that it came by.</summary>
    public IEnumerable<(JobEdge Edge, ChannelData Data)> CopyAhead() => _ports.SelectMany(p => p.CopyAhead());

    /// <summary>Puts back what was under way on a channel, before anything is taken from the channels.</summary>
    public void Restore(int channel, ChannelData data) => _ports[_portOf[channel]].Restore(channel - _firstOf[_portOf[channel]], data);

    /// <summary>Puts back what was under way to other subtasks, before anything is taken from the channels.</summary>
    public void RestoreAhead(JobEdge edge, ChannelData data) => _ports[edge.Edge.To.Number].RestoreAhead(edge, data);

    private Progress RunInTurn()
    {
        while (true)
        {
            if (_at is null)
            {
                if (_openInputs == 0) return Progress.Done;
                if (_quantum.ShouldYield()) return _quantum.Stop;
                if (!TryTake(null)) return Progress.Waiting;
            }

            if (!Advance(_at!, int.MaxValue)) return _quantum.Stop;
        }
    }

    // Each input may have a batch at hand, of which it has stopped at any record.
    private Progress RunChosen(IInputSelectable selectable)
    {
        while (true)
        {
            if (_openInputs == 0) return Progress.Done;
            if (_quantum.ShouldYield()) return _quantum.Stop;
            var input = Choice(selectable.NextInput);
            _at = input is { } chosen
                ? _ports[chosen] is { HasBatch: true } port ? port : null
                : _at ?? Array.Find(_ports, p => p.HasBatch);
            if (_at is null && !TryTake(input))
            {
                // To look for a batch may have shown that the input stands still at a barrier: then the others are read.
                if (input is null || Choice(selectable.NextInput) == input) return Progress.Waiting;
                continue;
            }

            if (!Advance(_at!, 1)) return _quantum.Stop;
        }
    }

    // An input that has ended is no choice, and none whose channels all stand still at a barrier: the others must be read until they
    // have delivered theirs.
    private int? Choice(int? wanted)
    {
        if (wanted is not { } input) return null;
        if ((uint)input >= (uint)_ports.Length) throw new InvalidOperationException($"The operator asks for input {input}, and has the inputs 0 to {_ports.Length - 1}.");
        if (_open[input] == 0) return null;
        if (_ports[input].HasBatch) return input;
        for (var channel = _firstOf[input]; channel < _firstOf[input] + _ports[input].ChannelCount; channel++)
        {
            if (!_ended[channel] && !_barriers.IsBlocked(channel)) return input;
        }

        return null;
    }

    private bool TryTake(int? input)
    {
        for (var i = 0; i < _portOf.Length; i++)
        {
            var channel = _turn;
            _turn = channel + 1 == _portOf.Length ? 0 : channel + 1;
            if (_ended[channel] || _barriers.IsBlocked(channel)) continue;
            var number = _portOf[channel];
            if (_looksForPositions && IsAtBarrier(channel)) continue;
            if (input is { } only && number != only) continue;
            var port = _ports[number];
            if (!port.TryTake(channel - _firstOf[number])) continue;
            _at = port;
            return true;
        }

        return false;
    }

    /// <summary>Goes on in the batch that an input has at hand.</summary>
    /// <returns>False when it stopped for the quantum.</returns>
    private bool Advance(InputPort port, int recordsMax)
    {
        _last = port;
        while (true)
        {
            _isGiving = true;
            var stop = port.Advance(recordsMax);
            _isGiving = false;
            switch (stop)
            {
                case PortStop.BatchEnd:
                    _at = null;
                    return true;
                case PortStop.Record:
                    return recordsMax != int.MaxValue;
            }

            if (_quantum.ShouldYield()) return false;
            Control(_firstOf[Array.IndexOf(_ports, port)] + port.Channel, port.TakeMark());
            if (recordsMax != int.MaxValue) return true;
        }
    }

    private void Control(int channel, ControlMark mark)
    {
        switch (mark.Kind)
        {
            case ControlKind.Watermark:
                _eventTime.Watermark(channel, mark.Value);
                break;
            case ControlKind.Idle:
                _eventTime.Status(channel, false);
                break;
            case ControlKind.Active:
                _eventTime.Status(channel, true);
                break;
            case ControlKind.Barrier:
                var barrier = CheckpointBarrier.OfMark(mark.Value);
                Note(barrier);
                Tell(_barriers.Barrier(channel, barrier.Checkpoint, barrier.Blocks, barrier.Overtakes));
                break;
            case ControlKind.CheckpointAborted:
                Tell(_barriers.AbortOne(mark.Value));
                break;
            case ControlKind.EndOfInput:
                End(channel);
                break;
            default:
                throw new InvalidOperationException($"A control mark of the unknown kind {mark.Kind} arrived.");
        }
    }

    /// <summary>An ended channel counts as aligned; event time has ended when it has on all.</summary>
    private void End(int channel)
    {
        _ended[channel] = true;
        _ports[_portOf[channel]].EndRecording(channel - _firstOf[_portOf[channel]]);
        _eventTime.End(channel);
        var input = _portOf[channel];
        if (--_open[input] == 0)
        {
            _openInputs--;
            _events.EndOfInput(input);
        }

        Tell(_barriers.Ended(channel));
    }

    private ChannelRecording? Record(int channel, long checkpoint)
    {
        if (_ended[channel] || _barriers.HasArrived(channel, checkpoint)) return null;
        var port = _ports[_portOf[channel]];
        var recording = port.Record(channel - _firstOf[_portOf[channel]], checkpoint);
        if (_announced[channel] is { } announcement) EndRecording(channel, announcement);
        return recording;
    }

    // Once the subtask takes part, what is before the barrier is recorded; until then it is read, and the channel stands still behind it.
    private void Announced(int channel, BarrierAnnouncement announcement)
    {
        _announced[channel] = announcement;
        Note(announcement.Barrier);
        Tell(_barriers.Announce(announcement.Barrier.Checkpoint));
        if (_barriers.IsTaken(announcement.Barrier.Checkpoint)) EndRecording(channel, announcement);
        else _looksForPositions = true;
    }

    private void EndRecording(int channel, BarrierAnnouncement announcement)
    {
        if (_ports[_portOf[channel]].EndRecording(channel - _firstOf[_portOf[channel]], announcement))
            Tell(_barriers.Barrier(channel, announcement.Barrier.Checkpoint, overtakes: true));
    }

    /// <summary>Whether a channel stands still, as all is taken from it that comes before a barrier that has overtaken it.</summary>
    private bool IsAtBarrier(int channel)
    {
        if (_announced[channel] is not { } announcement) return false;
        var checkpoint = announcement.Barrier.Checkpoint;
        if (_barriers.HasArrived(channel, checkpoint)) return _barriers.IsBlocked(channel);
        if (!_ports[_portOf[channel]].HasReadTo(channel - _firstOf[_portOf[channel]], announcement.Position)) return false;
        Tell(_barriers.Barrier(channel, checkpoint, overtakes: true));
        return _barriers.IsBlocked(channel);
    }

    private void Tell(BarrierNews news)
    {
        Say(news);
        TellNext();
    }

    // What has waited behind a checkpoint that is over here.
    private void TellNext()
    {
        while (_barriers.Next() is { } next) Say(next);
    }

    private void Say(BarrierNews news)
    {
        if (news.Superseded is { } lower) _events.CheckpointAborted(lower);
        if (news.Aborted is { } aborted) _events.CheckpointAborted(aborted);
        if (news.Complete is not { } complete) return;
        _looksForPositions = false;
        var (barrier, since) = _known[complete];
        Volatile.Write(ref _alignment, Stopwatch.GetElapsedTime(since).Ticks);
        foreach (var over in _known.Keys.TakeWhile(c => c < complete).ToList()) _known.Remove(over);
        _events.Barrier(_barriers.Overtakes ? barrier with { Mode = CheckpointMode.Unaligned } : barrier);
    }

    // Several may be under way where they wait for each other.
    private void Note(CheckpointBarrier barrier)
    {
        if (!_known.ContainsKey(barrier.Checkpoint)) _known.Add(barrier.Checkpoint, (barrier, Stopwatch.GetTimestamp()));
    }

    /// <summary>Passes on what is said of event time; idleness by way of the subtask.</summary>
    private sealed class Said(InputGate gate, IEventTime eventTime) : IEventTime
    {
        public void Watermark(long timestamp)
        {
            gate._risen = timestamp;
            eventTime.Watermark(timestamp);
            gate._risen = null;
        }

        public void Status(bool active)
        {
            if (active) eventTime.Status(true);
            else gate._events.Idle();
        }
    }
}

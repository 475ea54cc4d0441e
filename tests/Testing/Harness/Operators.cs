using FlowActors.Operators;
using FlowActors.State;

namespace FlowActors.Tests.Harness;

/// <summary>Sends whole numbers to output 0 and texts to output 1; texts of four letters and more go out in parts, one for each letter.</summary>
internal sealed class Sorter : TwoInputOperator<long, string, long>
{
    private Output<string>? _texts;
    private PendingLetters? _pending;

    public override void Setup(OperatorContext context)
    {
        base.Setup(context);
        _texts = context.GetOutput<string>(1);
        _pending = new PendingLetters(context, _texts);
    }

    public override Progress Resume() => _pending!.Resume();

    public override void EndInput(int input) => _texts!.Collect($"end {input}", Timestamps.None);

    protected override void CollectFirst(long value, long timestamp)
    {
        Enter();
        Output.Collect(value, timestamp);
    }

    protected override void CollectSecond(string value, long timestamp)
    {
        Enter();
        if (value.Length < 4) _texts!.Collect(value, timestamp);
        else _pending!.Start(value);
    }

    private sealed class PendingLetters(OperatorContext context, Output<string> output)
    {
        private readonly Queue<char> _left = new();

        public void Start(string text)
        {
            foreach (var letter in text) _left.Enqueue(letter);
            if (Resume() != Progress.Done) context.Suspend();
        }

        public Progress Resume()
        {
            while (_left.Count > 0)
            {
                if (context.Quantum.ShouldYield()) return context.Quantum.Stop;
                output.Collect(_left.Dequeue().ToString(), Timestamps.None);
            }

            return Progress.Done;
        }
    }
}

/// <summary>Gives each record back when a call that it has under way completes.</summary>
internal sealed class Calling(Action<Action> call) : OneInputOperator<int, int>
{
    private readonly Queue<int> _done = new();
    private ICompletions? _completions;
    private int _calls;

    public override void Open() => _completions = Context.CreateCompletions(2);

    public override void Collect(int value, long timestamp)
    {
        _completions!.TryReserve();
        _calls++;
        call(() => _completions.Complete(() => _done.Enqueue(value)));
        Context.Suspend();
    }

    public override Progress Resume()
    {
        for (; _done.TryDequeue(out var value); _calls--) Output.Collect(value, Timestamps.None);
        return _calls == 0 ? Progress.Done : Progress.Waiting;
    }
}

/// <summary>Keeps what it has seen in lists of operator state, and emits how many there are.</summary>
internal sealed class Listing : OneInputOperator<int, int>
{
    private IOperatorListState<int>? _seen;

    public override void Open() => _seen = Context.OperatorState.GetListState(new ListStateDescriptor<int>("seen"));

    public override void Collect(int value, long timestamp)
    {
        _seen!.Add(value);
        Output.Collect(_seen.Get().Count(), timestamp);
    }
}

/// <summary>Reads input 0 whole before it reads input 1.</summary>
internal sealed class FirstThenSecond : TwoInputOperator<int, int, int>, IInputSelectable
{
    public int? NextInput => 0;

    protected override void CollectFirst(int value, long timestamp) => Output.Collect(value, timestamp);

    protected override void CollectSecond(int value, long timestamp) => Output.Collect(value, timestamp);
}

/// <summary>Asks for an input, whether there is one of that number or not.</summary>
internal sealed class Asking(int input) : TwoInputOperator<int, int, int>, IInputSelectable
{
    public int? NextInput => input;

    protected override void CollectFirst(int value, long timestamp) => Output.Collect(value, timestamp);

    protected override void CollectSecond(int value, long timestamp) => Output.Collect(value, timestamp);
}

/// <summary>Notes what it is told of checkpoints.</summary>
internal sealed class Telling(List<string> told) : OneInputOperator<int, int>
{
    public override void Collect(int value, long timestamp) => Output.Collect(value, timestamp);

    public override void PrepareBarrier(long checkpointId) => told.Add($"prepare {checkpointId}");

    public override void Snapshot(long checkpointId) => told.Add($"snapshot {checkpointId}");

    public override void CheckpointComplete(long checkpointId) => told.Add($"complete {checkpointId}");

    public override void CheckpointAborted(long checkpointId) => told.Add($"aborted {checkpointId}");
}

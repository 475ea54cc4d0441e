using FlowActors.Operators;

namespace FlowActors.Runtime.Subtasks;

/// <summary>
/// The operators of one subtask, by chain index: their lives, and which of them stand still with results. Used on the subtask's
/// thread. It knows nothing of channels, so that it survives a change of them.
/// </summary>
/// <param name="plan">The subtask.</param>
/// <param name="cursor">Where it notes who is at work.</param>
/// <param name="quantum">Told that something must be finished before the next element.</param>
internal sealed class OperatorChain(SubtaskPlan plan, ExecutionCursor cursor, RunQuantum quantum) : ISuspensions
{
    private readonly SortedSet<int> _suspended = [];
    private IReadOnlyList<IStreamOperator> _operators = [];
    private int _opened;

    /// <summary>How many there are.</summary>
    public int Count => _operators.Count;

    /// <summary>The head.</summary>
    public IStreamOperator Head => _operators[0];

    /// <summary>True while some operator stands still with results.</summary>
    public bool HasSuspended => _suspended.Count > 0;

    /// <summary>The name of the operator nearest to the tail that stands still with results; null when none does.</summary>
    public string? Suspended => _suspended.Count == 0 ? null : NameOf(_suspended.Max);

    /// <summary>The name of an operator.</summary>
    public string NameOf(int index) => plan.Vertex.Chain[index].Node.Name;

    /// <summary>Takes the operators, which are set up.</summary>
    public void Take(IReadOnlyList<IStreamOperator> operators) => _operators = operators;

    /// <summary>Opens the operators, tail first.</summary>
    public void Open()
    {
        for (var i = _operators.Count - 1; i >= 0; i--)
        {
            _opened++;
            Enter(i).Open();
        }
    }

    /// <summary>An operator, which is noted as the one at work.</summary>
    public IStreamOperator Enter(int index)
    {
        cursor.ChainIndex = index;
        return _operators[index];
    }

    /// <inheritdoc/>
    public void Suspend(int chainIndex)
    {
        _suspended.Add(chainIndex);
        quantum.SetPending(true);
    }

    /// <summary>
    /// Goes on with suspended output: operators nearer to the tail first, as what they hold came before what those above them hold.
    /// </summary>
    /// <returns>Done when none is left.</returns>
    public Progress Resume()
    {
        while (_suspended.Count > 0)
        {
            var last = _suspended.Max;
            quantum.SetPending(false);
            var progress = Enter(last).Resume();
            if (progress == Progress.Done) _suspended.Remove(last);
            else if (_suspended.Max == last || quantum.IsOver) return progress;
        }

        return Progress.Done;
    }

    /// <summary>Whether a sink commits something once the checkpoint is complete that was taken last.</summary>
    public bool Commits => _operators.Any(o => o is ICommittingOperator { Commits: true });

    /// <summary>A checkpoint is durable: sinks commit what was prepared for it.</summary>
    public void CheckpointComplete(long checkpoint)
    {
        for (var i = 0; i < _operators.Count; i++) Enter(i).CheckpointComplete(checkpoint);
    }

    /// <summary>Makes results visible; after all subtasks of the job have ended. What is suspended then goes on in <see cref="Resume"/>.</summary>
    public void Finish()
    {
        for (var i = 0; i < _operators.Count; i++) Enter(i).Finish();
    }

    /// <summary>The operators whose opening was begun, head first, and no longer: each is closed once.</summary>
    public IReadOnlyList<(int Index, string Name, IStreamOperator Operator)> TakeOpened()
    {
        var opened = Enumerable.Range(_operators.Count - _opened, _opened).Select(i => (i, NameOf(i), _operators[i])).ToArray();
        _opened = 0;
        return opened;
    }
}

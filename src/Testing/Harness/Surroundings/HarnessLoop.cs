using FlowActors.Operators;

namespace FlowActors.Testing;

/// <summary>
/// What an operator does in a harness, in the order of a subtask's loop: what others have completed, suspended output, and only then the
/// next element, from the input that the operator chooses where it does.
/// </summary>
/// <param name="operatorName">The operator's name.</param>
/// <param name="inputs">How many inputs it has.</param>
/// <param name="context">Its surroundings.</param>
internal sealed class HarnessLoop(string operatorName, int inputs, HarnessContext context)
{
    // So many resumes that emit nothing and say that they are not done are no progress.
    private const int IdleResumesMax = 1_000;

    private readonly LinkedList<HarnessStep> _steps = [];
    private readonly HashSet<int> _ended = [];
    private IInputOperator? _operator;
    private string _at = "Resume";

    /// <summary>True once the operator has thrown.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>True while an element waits, for suspended output or because the operator reads another input.</summary>
    public bool HasSteps => _steps.Count > 0;

    /// <summary>
    /// True while elements of inputs that the operator does not choose are read too, as while others stand still at a barrier.
    /// </summary>
    public bool ReadsAllInputs { get; set; }

    /// <summary>Takes the operator.</summary>
    public void Take(IInputOperator made) => _operator = made;

    /// <summary>Something to be done behind all that waits.</summary>
    public void Add(HarnessStep step) => _steps.AddLast(step);

    /// <summary>Something to be done behind what the present step has suspended, and before all else that waits.</summary>
    public void AddNext(HarnessStep step) => _steps.AddFirst(step);

    /// <summary>Does all that can be done now.</summary>
    /// <exception cref="OperatorFailedException">The operator threw.</exception>
    public void Work()
    {
        try
        {
            while (Advance())
            {
            }

            context.Outputs.CheckUnchanged();
        }
        catch (Exception e)
        {
            HasFailed = true;
            context.Cancel();
            throw new OperatorFailedException(operatorName, _at, e);
        }
    }

    private bool Advance()
    {
        var posted = context.RunPosted();
        if (context.IsSuspended) return Resume() || posted;
        if (Next() is not { } next) return posted;
        _steps.Remove(next);
        _at = next.Value.What;
        context.BeginRun();
        next.Value.Do();
        if (next.Value is { EndsInput: true, Input: { } input }) _ended.Add(input);
        return true;
    }

    private LinkedListNode<HarnessStep>? Next()
    {
        if (ReadsAllInputs || _steps.First is not { Value.Input: not null }) return _steps.First;
        // An input that has ended is no choice.
        if (Chosen() is not { } chosen || _ended.Contains(chosen)) return _steps.First;
        for (var step = _steps.First; step is not null; step = step.Next)
        {
            if (step.Value.Input is not { } input || input == chosen) return step;
        }

        return null;
    }

    private int? Chosen()
    {
        if (_operator is not IInputSelectable selectable) return null;
        _at = nameof(IInputSelectable.NextInput);
        if (selectable.NextInput is not { } chosen) return null;
        if ((uint)chosen >= (uint)inputs) throw new InvalidOperationException($"The operator asks for input {chosen}, and has the inputs 0 to {inputs - 1}.");
        return chosen;
    }

    private bool Resume()
    {
        _at = "Resume";
        for (var idle = 0; idle < IdleResumesMax;)
        {
            var before = context.Outputs.Count;
            context.BeginRun();
            switch (_operator!.Resume())
            {
                case Progress.Done:
                    context.Resumed();
                    return true;
                case Progress.Waiting:
                    return false;
            }

            idle = context.Outputs.Count == before ? idle + 1 : 0;
        }

        throw new InvalidOperationException(
            $"Resume was called {IdleResumesMax} times with room at the output, emitted nothing and did not say that it is done: return " +
            "Progress.Done when nothing is left, and Progress.Waiting when somebody else must do something first.");
    }
}

/// <summary>Something that an operator does between two others.</summary>
/// <param name="What">What it is, for failures.</param>
/// <param name="Do">Does it.</param>
/// <param name="Input">The input whose element it is; null where it is none's.</param>
internal sealed record HarnessStep(string What, Action Do, int? Input = null)
{
    /// <summary>True where the input ends with it.</summary>
    public bool EndsInput { get; init; }
}

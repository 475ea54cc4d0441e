namespace FlowActors.Testing;

/// <summary>One way to run a script. Immutable.</summary>
/// <param name="How">What is different from the plain run, for people: <c>when it is ...</c>.</param>
/// <param name="Advice">What a difference comes from.</param>
internal sealed record Variation(string How, string Advice)
{
    private const string StateAdvice =
        "What the operator or its function needs after a restore must be in its registered states: a field is not restored.";

    private const string OutputAdvice =
        "An operator that emits in a loop of its own asks the quantum before each record, keeps what is left, calls Suspend, and goes on " +
        "in Resume: SuspendableOperator does so.";

    private const string ParallelAdvice =
        "Results for a key may depend on nothing but the records of that key, in keyed state: other keys are in other subtasks. Where an " +
        "input is broadcast, they may depend on broadcast state too, which every subtask has.";

    /// <summary>True where a snapshot is taken after each element.</summary>
    public bool Snapshots { get; init; }

    /// <summary>Whether the operator is restored after an element, by its position; null for never.</summary>
    public Func<int, bool>? RestoresAfter { get; init; }

    /// <summary>True where the output is full after each record.</summary>
    public bool OneSlotOutput { get; init; }

    /// <summary>The parallelisms, one after the other, a new one at each restore.</summary>
    public IReadOnlyList<int> Parallelisms { get; init; } = [1];

    /// <summary>True where results of one element may come in any order.</summary>
    public bool IsParallel => Parallelisms.Any(p => p != 1);

    public static Variation Plain { get; } = new("", "");

    public static Variation Snapshotted { get; } = new(
        "when a snapshot is taken after each element",
        "PrepareBarrier and Snapshot leave what the operator works with as it is.")
    {
        Snapshots = true,
    };

    public static Variation Restored { get; } = new("when it is restored after each element", StateAdvice)
    {
        Snapshots = true,
        RestoresAfter = _ => true,
    };

    public static Variation OneSlot { get; } = new("when its output is full after each record", OutputAdvice) { OneSlotOutput = true };

    public static Variation RestoredOneSlot { get; } = new(
        "when its output is full after each record and it is restored after each element", StateAdvice + " " + OutputAdvice)
    {
        Snapshots = true,
        RestoresAfter = _ => true,
        OneSlotOutput = true,
    };

    public static Variation Parallel { get; } = new("when it has 3 subtasks", ParallelAdvice) { Parallelisms = [3] };

    public static Variation Rescaled { get; } = new("when it is restored at another parallelism after each element", StateAdvice + " " + ParallelAdvice)
    {
        Snapshots = true,
        RestoresAfter = _ => true,
        Parallelisms = [1, 3, 2],
    };
}

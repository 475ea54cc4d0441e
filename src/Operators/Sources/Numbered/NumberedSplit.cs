namespace FlowActors.Sources;

/// <summary>Every <paramref name="Step"/>-th number from one on, below another.</summary>
/// <param name="Name">Names the split.</param>
/// <param name="Next">The next number.</param>
/// <param name="Step">From one number to the next; above 0.</param>
/// <param name="End">All numbers are below it.</param>
internal sealed record NumberedSplit(string Name, long Next, long Step, long End) : ISourceSplit
{
    public string SplitId => Name;

    public bool IsEnded => Next >= End;

    /// <summary>The numbers from 0 on, dealt out in turn.</summary>
    public static IReadOnlyList<NumberedSplit> Shares(int parallelism, long count) =>
        [.. Enumerable.Range(0, parallelism).Select(s => new NumberedSplit($"{s}", s, parallelism, count))];

    /// <summary>Divides the largest ones until each reader can have one; what is left of a split is dealt out in turn, as its numbers were.</summary>
    public static IReadOnlyList<NumberedSplit> Divide(IReadOnlyList<NumberedSplit> splits, int parallelism)
    {
        var open = splits.Where(s => !s.IsEnded).ToList();
        if (open.Count == 0 || open.Count >= parallelism) return open;
        var divided = new List<NumberedSplit>();
        for (var i = 0; i < open.Count; i++)
        {
            var split = open[i];
            var parts = (parallelism / open.Count) + (i < parallelism % open.Count ? 1 : 0);
            for (var part = 0; part < parts; part++)
            {
                var share = split with { Name = parts == 1 ? split.Name : $"{split.Name}.{part}", Next = split.After(part), Step = StepOf(split.Step, parts) };
                // A step that leads beyond the end is as good as any other such, and a small one can be added without a thought.
                if (!share.IsEnded) divided.Add(share with { Step = Math.Min(share.Step, share.End - share.Next) });
            }
        }

        return divided;
    }

    /// <summary>The number behind so many others; where there is none any more, the end.</summary>
    public long After(long count) => count > (End - Next) / Step ? End : Next + (count * Step);

    private static long StepOf(long step, int parts) => step > long.MaxValue / parts ? long.MaxValue : step * parts;
}

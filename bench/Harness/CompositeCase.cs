namespace FlowActors.Bench.Harness;

/// <summary>Cases under one name, each in a process of its own: what one makes the runtime compile does not weigh on the next.</summary>
internal abstract class CompositeCase : BenchCase
{
    public sealed override async Task RunAsync(BenchSettings settings, BenchReport report, CancellationToken cancellationToken)
    {
        var failed = new List<string>();
        foreach (var part in Parts)
            if (await CaseProcess.RunAsync(part, settings, cancellationToken) != 0) failed.Add(part.Name);
        if (failed.Count > 0) throw new BenchException($"{string.Join(", ", failed)} failed.");
    }
}

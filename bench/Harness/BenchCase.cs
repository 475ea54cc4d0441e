namespace FlowActors.Bench.Harness;

/// <summary>One thing that is measured under one name. It makes what it needs when it runs and frees it before it returns.</summary>
internal abstract class BenchCase
{
    /// <summary>What the command line calls it.</summary>
    public abstract string Name { get; }

    /// <summary>One line for the list of cases.</summary>
    public abstract string Summary { get; }

    /// <summary>The cases that this one consists of, each of which has a name of its own on the command line too; none as a rule.</summary>
    public virtual IReadOnlyList<BenchCase> Parts => [];

    /// <summary>Measures, checks the results and reports tables and figures.</summary>
    /// <exception cref="BenchException">A result was wrong, or something the case needs is missing.</exception>
    public abstract Task RunAsync(BenchSettings settings, BenchReport report, CancellationToken cancellationToken);
}

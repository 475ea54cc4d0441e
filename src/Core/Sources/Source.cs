namespace FlowActors.Sources;

/// <summary>Whether a source ends.</summary>
public enum Boundedness
{
    /// <summary>It ends by itself, and with it the job.</summary>
    Bounded,

    /// <summary>It goes on until the job is cancelled.</summary>
    Unbounded,
}

/// <summary>Describes where records come from. Immutable; every subtask makes its own reader.</summary>
/// <typeparam name="T">The records.</typeparam>
public abstract class Source<T>
{
    /// <summary>Whether the source ends.</summary>
    public abstract Boundedness Boundedness { get; }

    /// <summary>
    /// Checks at the edge, when the job is submitted and before anything runs: throws for input that cannot be read.
    /// </summary>
    /// <exception cref="JobValidationException">The source cannot be read; the message says where and what to do.</exception>
    public virtual void Validate()
    {
    }

    /// <summary>A new reader for one subtask of one attempt; one that was given out before is refused.</summary>
    public abstract SourceReader<T> CreateReader();
}

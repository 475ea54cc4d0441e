namespace FlowActors.Client.Operations;

/// <summary>Asks for a checkpoint: <c>POST /jobs/{job}/checkpoints</c>.</summary>
public sealed record CheckpointRequest
{
    /// <summary>
    /// A name for the request, of up to 64 letters, digits, <c>-</c> and <c>_</c>, under which it may be repeated: what is asked for twice is done once, and
    /// what has failed is tried again. Null: the server makes one.
    /// </summary>
    public string? Request { get; init; }
}

/// <summary>Asks for a savepoint: <c>POST /jobs/{job}/savepoints</c>.</summary>
public sealed record SavepointRequest
{
    /// <summary>Its folder, which is not there yet or empty: a path below one of the server's savepoint folders, or a name below the first. Null: the server makes a name.</summary>
    public string? Target { get; init; }

    /// <summary><c>canonical</c>, which any state backend reads, or <c>native</c>. Null is <c>canonical</c>.</summary>
    public string? Form { get; init; }

    /// <inheritdoc cref="CheckpointRequest.Request"/>
    public string? Request { get; init; }
}

/// <summary>Stops a job with a savepoint: <c>POST /jobs/{job}/stop</c>.</summary>
public sealed record StopRequest
{
    /// <inheritdoc cref="SavepointRequest.Target"/>
    public string? Savepoint { get; init; }

    /// <summary>Whether the sources end their input first, so that everything is flushed as at the end of a job.</summary>
    public bool Drain { get; init; }

    /// <inheritdoc cref="SavepointRequest.Form"/>
    public string? Form { get; init; }

    /// <inheritdoc cref="CheckpointRequest.Request"/>
    public string? Request { get; init; }
}

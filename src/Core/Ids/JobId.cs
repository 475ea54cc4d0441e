namespace FlowActors;

/// <summary>Names one submission of a job: 32 lower-case hexadecimal digits. A job that is submitted again gets another id.</summary>
/// <param name="Value">The digits.</param>
public readonly record struct JobId(string Value)
{
    /// <summary>A new random id.</summary>
    public static JobId Create() => new(Guid.NewGuid().ToString("n"));

    /// <inheritdoc/>
    public override string ToString() => Value;
}

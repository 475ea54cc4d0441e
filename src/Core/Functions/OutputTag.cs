namespace FlowActors.Functions;

/// <summary>
/// Names a side output of a process function, without the type of its records: see <see cref="OutputTag{T}"/>.
/// </summary>
public abstract class OutputTag
{
    private protected OutputTag(string id)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        Id = id;
    }

    /// <summary>The name, which stands for one type of records within an operator; not empty.</summary>
    public string Id { get; }

    /// <summary>The type of the records.</summary>
    public abstract Type RecordType { get; }

    /// <inheritdoc/>
    public override string ToString() => Id;
}

/// <summary>
/// Names a side output of a process function, which emits to it by its context; <c>GetSideOutput</c> of the function's stream reads it.
/// What nobody reads is dropped. Tags of the same id name the same output; make one and keep it, best in a static field. Immutable.
/// </summary>
/// <typeparam name="T">The records.</typeparam>
/// <param name="id">The name; not empty.</param>
public sealed class OutputTag<T>(string id) : OutputTag(id)
{
    /// <inheritdoc/>
    public override Type RecordType => typeof(T);
}

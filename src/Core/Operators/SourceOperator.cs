using FlowActors.Sources;

namespace FlowActors.Operators;

/// <summary>
/// The head of a chain that has no input: leads a <see cref="SourceReader{T}"/> through its life and hands on what it reads.
/// </summary>
/// <typeparam name="T">The records.</typeparam>
public sealed class SourceOperator<T>(Source<T> source) : OneInputOperator<Nothing, T>
{
    private SourceReader<T>? _reader;

    /// <inheritdoc/>
    public override void Open()
    {
        Enter();
        _reader = SubtaskObjects.Own(source.CreateReader(), Context, $"CreateReader of {source.GetType().Name}", "make a new reader at each call");
        _reader.Open(Context);
    }

    /// <summary>Reads until the quantum is over or there is nothing to read.</summary>
    public ReadStatus Poll()
    {
        Enter();
        return _reader!.Poll(Output);
    }

    /// <summary>Not called: a source has no input.</summary>
    public override void Collect(Nothing value, long timestamp) => throw new InvalidOperationException("A source has no input.");

    /// <inheritdoc/>
    public override void Close() => _reader?.Close();
}

using FlowActors.Sources;

namespace FlowActors.Operators;

/// <summary>The head of a chain that has no input.</summary>
public abstract class SourceOperator : StreamOperator
{
    /// <summary>The source has ended: nothing follows.</summary>
    public void EndEventTime() => Context.EventTime.Watermark(Timestamps.MaxWatermark);

    /// <summary>Reads until the quantum is over or there is nothing to read.</summary>
    public abstract Progress Poll();
}

/// <summary>Leads a <see cref="SourceReader{T}"/> through its life and hands on what it reads.</summary>
/// <typeparam name="T">The records.</typeparam>
public sealed class SourceOperator<T>(Source<T> source) : SourceOperator
{
    private Output<T>? _output;
    private SourceReader<T>? _reader;

    /// <inheritdoc/>
    public override void Setup(OperatorContext context)
    {
        base.Setup(context);
        _output = context.GetOutput<T>(0);
    }

    /// <inheritdoc/>
    public override void Open()
    {
        Enter();
        _reader = SubtaskObjects.Own(source.CreateReader(), Context, $"CreateReader of {source.GetType().Name}", "make a new reader at each call");
        _reader.Open(Context);
    }

    /// <inheritdoc/>
    public override Progress Poll()
    {
        Enter();
        return _reader!.Poll(_output!);
    }

    /// <inheritdoc/>
    public override void Close() => _reader?.Close();
}

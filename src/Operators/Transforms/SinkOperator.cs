using FlowActors.Sinks;

namespace FlowActors.Operators;

internal sealed class SinkOperator<T>(Sink<T> sink) : OneInputOperator<T, Nothing>
{
    private SinkWriter<T>? _writer;

    public override void Open()
    {
        Enter();
        _writer = SubtaskObjects.Own(sink.CreateWriter(), Context, $"CreateWriter of {sink.GetType().Name}", "make a new writer at each call");
        _writer.Open(Context);
    }

    public override void Collect(T value, long timestamp)
    {
        Enter();
        _writer!.Write(value, timestamp);
    }

    public override void Watermark(long timestamp)
    {
    }

    public override void Status(bool active)
    {
    }

    public override void EndInput(int input)
    {
        Enter();
        _writer!.Flush();
    }

    public override void Finish()
    {
        Enter();
        _writer!.Commit();
    }

    public override void Close()
    {
        Enter();
        _writer?.Close();
    }
}

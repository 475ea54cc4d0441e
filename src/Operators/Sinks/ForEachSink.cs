namespace FlowActors.Sinks;

/// <summary>Hands each record to a callback.</summary>
internal sealed class ForEachSink<T>(Action<T> action) : Sink<T>
{
    public override SinkWriter<T> CreateWriter() => new Writer(action);

    private sealed class Writer(Action<T> action) : SinkWriter<T>
    {
        public override void Write(T value, long timestamp) => action(value);
    }
}

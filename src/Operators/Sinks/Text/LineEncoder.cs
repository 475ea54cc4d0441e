namespace FlowActors.Sinks;

/// <summary>Writes records as lines of a file. One for each writer, used by its thread.</summary>
internal abstract class LineEncoder<T>
{
    public abstract void Write(T value, PendingFile file);
}

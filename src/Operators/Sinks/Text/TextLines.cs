namespace FlowActors.Sinks;

/// <summary>Lines whose text a function makes.</summary>
internal sealed class TextLines<T>(Func<T, string> format) : LineEncoder<T>
{
    public override void Write(T value, PendingFile file) => file.WriteLine(format(value));
}

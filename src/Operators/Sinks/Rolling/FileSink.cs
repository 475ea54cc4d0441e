using System.Text.Json;

namespace FlowActors.Sinks;

/// <summary>Makes file sinks.</summary>
public static class FileSink
{
    /// <summary>A sink that writes rows into files of a folder.</summary>
    /// <param name="path">The folder; it is made if it is not there, with those above it.</param>
    /// <param name="encoder">A new encoder for each writer, such as <c>() => RowEncoder.JsonLines&lt;Order&gt;()</c>.</param>
    public static FileSink<T> ForRowFormat<T>(string path, Func<RowEncoder<T>> encoder)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(encoder);
        return new FileSink<T>(new FileSinkPlan<T>(path, encoder, [encoder]));
    }

    /// <summary>A sink that writes lines of text, as <see cref="RowEncoder.Text"/>.</summary>
    /// <param name="path">As for <see cref="ForRowFormat"/>.</param>
    /// <param name="format">Makes the line, without its end; null takes the record's text by the invariant culture.</param>
    public static FileSink<T> Text<T>(string path, Func<T, string>? format = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new FileSink<T>(new FileSinkPlan<T>(path, () => RowEncoder.Text(format), format is null ? [] : [format]));
    }

    /// <summary>A sink that writes lines of JSON, as <see cref="RowEncoder.JsonLines"/>.</summary>
    /// <param name="path">As for <see cref="ForRowFormat"/>.</param>
    /// <param name="options">How records are written; null as for <see cref="DataStreamSinks.WriteAsJsonLines"/>.</param>
    /// <exception cref="JobValidationException">The options do not know the type.</exception>
    public static FileSink<T> JsonLines<T>(string path, JsonSerializerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        var lined = JsonRowOptions.Of<T>(options);
        return new FileSink<T>(new FileSinkPlan<T>(path, () => new JsonRows<T>(lined), []));
    }
}

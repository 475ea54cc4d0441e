namespace FlowActors.Serialization.Json;

/// <summary>A JSON value is none of the keys that were asked for; the message says what is expected.</summary>
internal sealed class JsonKeyException(string message) : Exception(message);

namespace FlowActors.Runtime.Transport;

/// <summary>A node cannot listen for data where it is told to.</summary>
internal sealed class DataListenerException(string message, Exception innerException) : Exception(message, innerException);

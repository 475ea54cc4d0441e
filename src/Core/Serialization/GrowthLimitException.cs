namespace FlowActors.Serialization;

/// <summary>A writer was to grow beyond <see cref="ByteWriter.GrowthMax"/>. Who set the limit catches it and says what it means.</summary>
internal sealed class GrowthLimitException(long needed, int max) : Exception($"A buffer of {needed:N0} bytes was needed, above the limit of {max:N0}.");

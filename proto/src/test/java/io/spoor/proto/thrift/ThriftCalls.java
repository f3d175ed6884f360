package io.spoor.proto.thrift;

import io.jaegertracing.agent.thrift.Agent;
import io.jaegertracing.thriftjava.Batch;
import io.jaegertracing.thriftjava.Collector;
import java.util.Arrays;
import java.util.List;
import org.apache.thrift.TBase;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.transport.TMemoryBuffer;

/** Calls as the Thrift project's own protocols write them. */
public final class ThriftCalls {
  private ThriftCalls() {}

  public static byte[] emitBatch(ThriftProtocol protocol, byte type, Batch batch)
      throws TException {
    return call(protocol, "emitBatch", type, new Agent.emitBatch_args(batch));
  }

  public static byte[] submitBatches(ThriftProtocol protocol, List<Batch> batches)
      throws TException {
    return struct(protocol, new Collector.submitBatches_args(batches));
  }

  public static byte[] struct(ThriftProtocol protocol, TBase<?, ?> struct) throws TException {
    TMemoryBuffer buffer = new TMemoryBuffer(512);
    struct.write(protocol(protocol, buffer));
    return Arrays.copyOf(buffer.getArray(), buffer.length());
  }

  static byte[] call(ThriftProtocol protocol, String method, byte type, TBase<?, ?> arguments)
      throws TException {
    TMemoryBuffer buffer = new TMemoryBuffer(512);
    TProtocol out = protocol(protocol, buffer);
    out.writeMessageBegin(new TMessage(method, type, 300));
    arguments.write(out);
    out.writeMessageEnd();
    return Arrays.copyOf(buffer.getArray(), buffer.length());
  }

  private static TProtocol protocol(ThriftProtocol protocol, TMemoryBuffer buffer) {
    return switch (protocol) {
      case BINARY -> new TBinaryProtocol(buffer);
      case COMPACT -> new TCompactProtocol(buffer);
    };
  }
}

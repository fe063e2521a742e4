// RUN: neap-opt %s --neap-lower-kernels | FileCheck %s
// RUN: neap-opt %s --neap-lower-kernels-to-llvm | FileCheck %s --check-prefix=LLVM

module attributes {neap.stage = "planned", neap.arena_bytes = 8192 : i64, neap.arena_alignment = 64 : i64} {

// Equal kernels share a function; another sharing of places is another function.
// CHECK: neap.stage = "llvm"
// CHECK: llvm.func internal @neap_kernel_0_rows(%{{.*}}: !llvm.ptr {llvm.align = 64 : i64, llvm.noalias}, %{{.*}}: !llvm.ptr {llvm.align = 64 : i64, llvm.noalias}, %{{.*}}: i64, %{{.*}}: i64)
// CHECK: llvm.func internal @neap_kernel_0(%{{.*}}: !llvm.ptr, %{{.*}}: !llvm.ptr, %{{.*}}: i64, %{{.*}}: i64)
// CHECK: llvm.func internal @neap_kernel_1_rows(%{{.*}}: !llvm.ptr {llvm.align = 64 : i64, llvm.noalias}, %{{.*}}: i64, %{{.*}}: i64)
// CHECK: neap.program @equal_kernels
// CHECK-NEXT: neap.launch "first" generated @neap_kernel_0 offsets [0, 1024] extent 1 grain 64
// CHECK-NEXT: neap.launch "second" generated @neap_kernel_0 offsets [1024, 2048] extent 1 grain 64
// CHECK-NEXT: neap.launch "third" generated @neap_kernel_1 offsets [2048, 2048] extent 1 grain 64
// LLVM-NOT: {{scf|arith|math}}.
func.func @equal_kernels(%x: tensor<256xf32> {neap.bind = #neap.bind<data, "x">, neap.place = 0 : i64})
    -> (tensor<256xf32> {neap.bind = #neap.bind<output, "y">}) {
  %a = neap.kernel "first" (%k = %x) : (tensor<256xf32>) -> tensor<256xf32> #neap.generated in_place [0, 0] places [1024] {
    %v = neap.exp %k : tensor<256xf32>
    neap.yield %v : tensor<256xf32>
  }
  %b = neap.kernel "second" (%k = %a) : (tensor<256xf32>) -> tensor<256xf32> #neap.generated in_place [0, 0] places [2048] {
    %v = neap.exp %k : tensor<256xf32>
    neap.yield %v : tensor<256xf32>
  }
  %c = neap.kernel "third" (%k = %b) : (tensor<256xf32>) -> tensor<256xf32> #neap.generated in_place [0, 0] places [2048] {
    %v = neap.exp %k : tensor<256xf32>
    neap.yield %v : tensor<256xf32>
  }
  return %c : tensor<256xf32>
}

// Rows, then the loops of a row: the maximum, the sum, the result.
// CHECK: llvm.func internal @neap_kernel_2_rows
// CHECK: scf.for
// CHECK:   %[[MAX:.*]] = scf.for {{.*}} iter_args
// CHECK:     arith.maximumf
// CHECK:   scf.for
// CHECK:     arith.subf %{{.*}}, %[[MAX]]
// CHECK:     llvm.store
// CHECK: neap.program @row_maximum
// CHECK-NEXT: offsets [0, 1024] extent 4 grain
func.func @row_maximum(%x: tensor<4x64xf32> {neap.bind = #neap.bind<data, "x">, neap.place = 0 : i64})
    -> (tensor<4x64xf32> {neap.bind = #neap.bind<output, "y">}) {
  %a = neap.kernel "k" (%k = %x) : (tensor<4x64xf32>) -> tensor<4x64xf32> #neap.generated places [1024] {
    %m = neap.reduce_max %k [1] : tensor<4x64xf32> -> tensor<4x1xf32>
    %b = neap.broadcast %m {shape = array<i64: 4, 64>} : tensor<4x1xf32> -> tensor<4x64xf32>
    %v = neap.sub %k, %b : tensor<4x64xf32>
    neap.yield %v : tensor<4x64xf32>
  }
  return %a : tensor<4x64xf32>
}

// A library call gets its arguments in its own order, then the workspace.
// CHECK: neap.program @library
// CHECK-NEXT: neap.launch "mm" library "neap_onednn_matmul" offsets [1024, 0, 2048, 4096] config [1, 2] workspace 640
func.func @library(%x: tensor<16x16xf32> {neap.bind = #neap.bind<data, "x">, neap.place = 0 : i64},
                   %w: tensor<16x16xf32> {neap.bind = #neap.bind<data, "w">, neap.place = 1024 : i64})
    -> (tensor<16x16xf32> {neap.bind = #neap.bind<output, "y">}) {
  %y = neap.kernel "mm" (%a = %x, %b = %w) : (tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>
      #neap.library<"neap_onednn_matmul", config = [1, 2], order = [1, 0, 2], workspace = 640> places [2048, 4096] {
    %v = neap.matmul %a, %b : (tensor<16x16xf32>, tensor<16x16xf32>) -> tensor<16x16xf32>
    neap.yield %v : tensor<16x16xf32>
  }
  return %y : tensor<16x16xf32>
}

}

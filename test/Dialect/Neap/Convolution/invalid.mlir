// RUN: neap-opt %s -split-input-file -verify-diagnostics=only-expected

func.func @zero_stride(%x: tensor<1x1x8x8xf32>, %w: tensor<1x1x3x3xf32>) {
  // expected-error @+1 {{stride 0: expected a number between 1 and 2^31 - 1}}
  %y = "neap.convolution"(%x, %w) {strides = array<i64: 0, 1>, dilations = array<i64: 1, 1>, pads_low = array<i64: 0, 0>, pads_high = array<i64: 0, 0>, group = 1 : i64}
      : (tensor<1x1x8x8xf32>, tensor<1x1x3x3xf32>) -> tensor<1x1x6x6xf32>
  return
}

// -----

func.func @zero_dilation(%x: tensor<1x1x8x8xf32>, %w: tensor<1x1x3x3xf32>) {
  // expected-error @+1 {{dilation 0: expected a number between 1}}
  %y = "neap.convolution"(%x, %w) {strides = array<i64: 1, 1>, dilations = array<i64: 1, 0>, pads_low = array<i64: 0, 0>, pads_high = array<i64: 0, 0>, group = 1 : i64}
      : (tensor<1x1x8x8xf32>, tensor<1x1x3x3xf32>) -> tensor<1x1x6x6xf32>
  return
}

// -----

func.func @group_divides_channels(%x: tensor<1x1x8x8xf32>, %w: tensor<3x1x3x3xf32>) {
  // expected-error @+1 {{group 3 does not divide 1 channel}}
  %y = "neap.convolution"(%x, %w) {strides = array<i64: 1, 1>, dilations = array<i64: 1, 1>, pads_low = array<i64: 0, 0>, pads_high = array<i64: 0, 0>, group = 3 : i64}
      : (tensor<1x1x8x8xf32>, tensor<3x1x3x3xf32>) -> tensor<1x3x6x6xf32>
  return
}

// -----

func.func @group_divides_outputs(%x: tensor<1x4x8x8xf32>, %w: tensor<3x2x3x3xf32>) {
  // expected-error @+1 {{group 2 does not divide 3 output channels}}
  %y = "neap.convolution"(%x, %w) {strides = array<i64: 1, 1>, dilations = array<i64: 1, 1>, pads_low = array<i64: 0, 0>, pads_high = array<i64: 0, 0>, group = 2 : i64}
      : (tensor<1x4x8x8xf32>, tensor<3x2x3x3xf32>) -> tensor<1x3x6x6xf32>
  return
}

// -----

func.func @no_group(%x: tensor<1x4x8x8xf32>, %w: tensor<3x2x3x3xf32>) {
  // expected-error @+1 {{group 0: expected a positive number}}
  %y = "neap.convolution"(%x, %w) {strides = array<i64: 1, 1>, dilations = array<i64: 1, 1>, pads_low = array<i64: 0, 0>, pads_high = array<i64: 0, 0>, group = 0 : i64}
      : (tensor<1x4x8x8xf32>, tensor<3x2x3x3xf32>) -> tensor<1x3x6x6xf32>
  return
}

// -----

func.func @channels(%x: tensor<1x4x8x8xf32>, %w: tensor<2x3x3x3xf32>) {
  // expected-error @+1 {{expected weights over 4 channels (4 channels in 1 group), found 3}}
  %y = "neap.convolution"(%x, %w) {strides = array<i64: 1, 1>, dilations = array<i64: 1, 1>, pads_low = array<i64: 0, 0>, pads_high = array<i64: 0, 0>, group = 1 : i64}
      : (tensor<1x4x8x8xf32>, tensor<2x3x3x3xf32>) -> tensor<1x2x6x6xf32>
  return
}

// -----

func.func @window_too_large(%x: tensor<1x1x8x8xf32>, %w: tensor<1x1x9x9xf32>) {
  // expected-error @+1 {{window 9x9 is larger than the 8x8 input}}
  %y = "neap.convolution"(%x, %w) {strides = array<i64: 1, 1>, dilations = array<i64: 1, 1>, pads_low = array<i64: 0, 0>, pads_high = array<i64: 0, 0>, group = 1 : i64}
      : (tensor<1x1x8x8xf32>, tensor<1x1x9x9xf32>) -> tensor<1x1x1x1xf32>
  return
}

// -----

func.func @padded_window_too_large(%x: tensor<1x1x8x8xf32>, %w: tensor<1x1x6x3xf32>) {
  // expected-error @+1 {{window 11x3 is larger than the 8x8 input (padded to 10x8)}}
  %y = "neap.convolution"(%x, %w) {strides = array<i64: 1, 1>, dilations = array<i64: 2, 1>, pads_low = array<i64: 1, 0>, pads_high = array<i64: 1, 0>, group = 1 : i64}
      : (tensor<1x1x8x8xf32>, tensor<1x1x6x3xf32>) -> tensor<1x1x1x1xf32>
  return
}

// -----

func.func @huge_stride(%x: tensor<1x1x8x8xf32>, %w: tensor<1x1x3x3xf32>) {
  // expected-error @+1 {{stride 4294967296: expected a number between 1 and 2^31 - 1}}
  %y = "neap.convolution"(%x, %w) {strides = array<i64: 4294967296, 1>, dilations = array<i64: 1, 1>, pads_low = array<i64: 0, 0>, pads_high = array<i64: 0, 0>, group = 1 : i64}
      : (tensor<1x1x8x8xf32>, tensor<1x1x3x3xf32>) -> tensor<1x1x6x6xf32>
  return
}

// -----

func.func @strides_per_dimension(%x: tensor<1x1x8x8xf32>, %w: tensor<1x1x3x3xf32>) {
  // expected-error @+1 {{expected 2 strides, one per spatial dimension, found 1}}
  %y = "neap.convolution"(%x, %w) {strides = array<i64: 1>, dilations = array<i64: 1, 1>, pads_low = array<i64: 0, 0>, pads_high = array<i64: 0, 0>, group = 1 : i64}
      : (tensor<1x1x8x8xf32>, tensor<1x1x3x3xf32>) -> tensor<1x1x6x6xf32>
  return
}

// -----

func.func @ranks(%x: tensor<1x1x8x8xf32>, %w: tensor<1x1x3xf32>) {
  // expected-error @+1 {{expected operands of one rank}}
  %y = "neap.convolution"(%x, %w) {strides = array<i64: 1, 1>, dilations = array<i64: 1, 1>, pads_low = array<i64: 0, 0>, pads_high = array<i64: 0, 0>, group = 1 : i64}
      : (tensor<1x1x8x8xf32>, tensor<1x1x3xf32>) -> tensor<1x1x6x6xf32>
  return
}

// -----

func.func @no_spatial_dimension(%x: tensor<1x1xf32>, %w: tensor<1x1xf32>) {
  // expected-error @+1 {{expected a tensor of 3 to 5 dimensions}}
  %y = "neap.convolution"(%x, %w) {strides = array<i64: 1, 1>, dilations = array<i64: 1, 1>, pads_low = array<i64: 0, 0>, pads_high = array<i64: 0, 0>, group = 1 : i64}
      : (tensor<1x1xf32>, tensor<1x1xf32>) -> tensor<1x1xf32>
  return
}

// -----

func.func @size_of_the_adjoint(%dy: tensor<1x1x6xf32>, %w: tensor<1x1x3xf32>) {
  // expected-error @+1 {{a window 3 over 9 gives 7, found 6}}
  %dx = neap.convolution_backward_data %dy, %w size [9] strides [1] dilations [1] pads [0] to [0] group 1
      : (tensor<1x1x6xf32>, tensor<1x1x3xf32>) -> tensor<1x1x9xf32>
  return
}

// -----

func.func @channels_of_the_adjoint(%dy: tensor<1x2x6xf32>, %w: tensor<1x1x3xf32>) {
  // expected-error @+1 {{expected weights for 2 channels, found 1}}
  %dx = neap.convolution_backward_data %dy, %w size [8] strides [1] dilations [1] pads [0] to [0] group 1
      : (tensor<1x2x6xf32>, tensor<1x1x3xf32>) -> tensor<1x1x8xf32>
  return
}

// -----

func.func @batches_of_the_adjoint(%x: tensor<2x1x8xf32>, %dy: tensor<1x1x6xf32>) {
  // expected-error @+1 {{expected one batch size, found 2 and 1}}
  %dw = neap.convolution_backward_weights %x, %dy kernel [3] strides [1] dilations [1] pads [0] to [0] group 1
      : (tensor<2x1x8xf32>, tensor<1x1x6xf32>) -> tensor<1x1x3xf32>
  return
}
